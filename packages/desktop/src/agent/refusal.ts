// Why a request to the program did not succeed: a code of IPSC.
import { CordboardError } from '@cordboard/client';
import { ipscCodeOf, ipscCodes, type IpscErrorName } from '@cordboard/contract/dialects/ipsc';

export class Refusal extends Error {
  readonly refused: IpscErrorName;

  /** @param detail for developers, behind the text of the code. */
  constructor(refused: IpscErrorName, detail = '') {
    super(detail === '' ? ipscCodes[refused].en : `${ipscCodes[refused].en} ${detail}`);
    this.name = 'Refusal';
    this.refused = refused;
  }
}

const local: Readonly<Record<string, IpscErrorName>> = {
  linkLost: 'connectFailed',
  notConnected: 'connectFailed',
  closed: 'connectFailed',
  timeout: 'timedOut',
  tooManyPending: 'busy',
};

/** What went wrong at a CTI server, in this dialect. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  if (!(error instanceof CordboardError)) return new Refusal('general', error instanceof Error ? error.message : '');
  const name = local[error.refused] ?? ipscCodeOf[error.refused as keyof typeof ipscCodeOf];
  return new Refusal(name ?? 'general', error.message);
}
