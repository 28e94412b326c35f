// Why something asked of FreeSWITCH came to nothing.

/**
 * `unreachable`: there is no connection, and nothing was begun; `lost`: the connection ended meanwhile, and whether it is
 * being done is not known; `refused`: FreeSWITCH said no; `timeout`: nothing; `overflow`: too much is waiting already;
 * `taken`: another one of us steers it now.
 */
export type EslFailure =
  | 'unreachable'
  | 'wrongPassword'
  | 'denied'
  | 'garbage'
  | 'refused'
  | 'timeout'
  | 'overflow'
  | 'lost'
  | 'taken';

export class EslError extends Error {
  readonly failure: EslFailure;

  constructor(failure: EslFailure, message: string) {
    super(message);
    this.name = 'EslError';
    this.failure = failure;
  }
}
