// Why a request did not succeed: an error of the contract's table, or one that only the client's side can know.
import type { ErrorName, ErrorObject } from '@cordboard/contract';

export type LocalErrorName = 'linkLost' | 'timeout' | 'tooManyPending' | 'closed' | 'notConnected';

/** `refused` is the name in the error table; `text` is for people, `message` for developers. */
export class CordboardError extends Error {
  readonly refused: ErrorName | LocalErrorName;
  readonly code: number | null;
  readonly field: string | null;
  /** The server asks to wait so long, in ms. */
  readonly retryAfterMs: number | null;
  readonly text: ErrorObject['data']['text'] | null;

  constructor(refused: ErrorName | LocalErrorName, message: string, from: ErrorObject | null = null) {
    super(message);
    this.name = 'CordboardError';
    this.refused = refused;
    this.code = from?.code ?? null;
    this.field = from?.data?.field ?? null;
    this.retryAfterMs = from?.data?.retryAfterMs ?? null;
    this.text = from?.data?.text ?? null;
  }

  static of(error: ErrorObject): CordboardError {
    const detail = error.data?.detail;
    return new CordboardError(
      error.data?.name ?? 'internal',
      detail === undefined ? error.message : `${error.message} ${detail}`,
      error,
    );
  }
}
