// What can go wrong between us and the CTI API.

/** `refused`: it answered `Error`; `timeout`: it did not answer; `away`: it is not connected; `busy`: too much waits already. */
export type CtiFault = 'refused' | 'timeout' | 'away' | 'busy';

export class CtiError extends Error {
  readonly fault: CtiFault;

  /** @param message for `refused`: the server's own words. */
  constructor(fault: CtiFault, message: string) {
    super(message);
    this.fault = fault;
  }
}
