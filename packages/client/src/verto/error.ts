// Why something asked for over Verto did not come about.

/** Of our own side, as an HTTP status would say it: what the server says has its own numbers. */
export const localCodes = { linkLost: 503, notConnected: 503, timeout: 504, tooMany: 429 } as const;

/** A refusal of the call centre (`code` as HTTP has it), of the protocol (`code` below 0), or of the connection. */
export class VertoError extends Error {
  /** 400 and above: the call centre's or this side's; below 0: JSON-RPC's. */
  readonly code: number;
  /** In words, for people who keep the system. */
  readonly reason: string;

  constructor(code: number, message: string, reason: string = message) {
    super(message);
    this.name = 'VertoError';
    this.code = code;
    this.reason = reason;
  }

  /** From whatever stands in `error` of a reply. */
  static of(error: unknown): VertoError {
    const { code, message } = (error ?? {}) as { readonly code?: unknown; readonly message?: unknown };
    return new VertoError(
      typeof code === 'number' ? code : -32603,
      typeof message === 'string' ? message : 'Refused without a reason',
    );
  }
}
