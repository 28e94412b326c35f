// Why something asked of FreeSWITCH came to nothing.

/**
 * `refused`: it was told no; `timeout`: nothing; `overflow`: too much is waiting already; `lost`: the connection ended
 * while it was being done, or there is none.
 */
export type EslFailure =
  | 'unreachable'
  | 'wrongPassword'
  | 'denied'
  | 'garbage'
  | 'refused'
  | 'timeout'
  | 'overflow'
  | 'lost';

export class EslError extends Error {
  readonly failure: EslFailure;

  constructor(failure: EslFailure, message: string) {
    super(message);
    this.name = 'EslError';
    this.failure = failure;
  }
}
