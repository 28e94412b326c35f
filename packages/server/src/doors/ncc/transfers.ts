// What a user is told of transfers: the core's consultations and its single steps, in the words of the CTI API.
import type { CallView } from '@cordboard/contract';
import { transferCodeOf, transferCodes, type TransferCode } from '@cordboard/contract/dialects/ncc';
import type { ClearCause } from '@cordboard/domain';
import type { CallStatus } from './call-status.ts';
import type { Told } from './calls.ts';
import type { CoreEvent } from './core-event.ts';

/** The call as it was before the event. */
export type Before = { readonly call: CallView; readonly status: CallStatus };

export const failed = (cid: string, code: TransferCode): Told => [
  'TransferFailed',
  { cid, status: String(transferCodes[code]) },
];
export const began = (cid: string, wasConnected: boolean): Told => ['OnTransferCall', { cid, wasConnected }];

export class Transfers {
  readonly #agentId: string;
  readonly #maxSentOn: number;
  /** By call: as which of his calls he sent it on. */
  readonly #sentOn = new Map<string, string>();
  /** He breaks these off himself. */
  readonly #breaking = new Set<string>();

  constructor(agentId: string, maxSentOn: number) {
    this.#agentId = agentId;
    this.#maxSentOn = maxSentOn;
  }

  breaks(cid: string, isBreaking: boolean): void {
    if (isBreaking) this.#breaking.add(cid);
    else this.#breaking.delete(cid);
  }

  /** @param before absent: it was none of his calls. */
  fold(event: CoreEvent, before: Before | undefined): readonly Told[] {
    if (event.type === 'call.recalled') return this.#recalled(event);
    if (event.type === 'call.cleared') this.#sentOn.delete(String(event['callId']));
    if (before === undefined) return [];
    const { cid, state } = before.status;
    const isOwn = event['connectionId'] === cid;
    if (event.type === 'call.consulted' && isOwn) return [began(cid, state === 'connected')];
    if (event.type === 'call.transferred' && isOwn) return this.#sent(before, event);
    return event.type === 'call.connectionCleared' ? this.#left(before, event) : [];
  }

  /** He has let it go, be it that nobody has taken it yet. */
  #sent({ call, status }: Before, event: CoreEvent): readonly Told[] {
    const { cid, state } = status;
    const isAsked = call.consultation?.by === cid;
    this.#remember(String(event['callId']), cid);
    const succeeded: Told = ['TransferSucceed', { cid }];
    return isAsked ? [succeeded] : [began(cid, state === 'connected'), succeeded];
  }

  /** Somebody has left while he consulted. */
  #left({ call, status: { cid } }: Before, event: CoreEvent): readonly Told[] {
    if (call.consultation?.by !== cid) return [];
    const cause = event['cause'] as ClearCause;
    const left = event['connectionId'];
    if (left === cid) {
      if (cause !== 'normal' || (event.call?.connections.length ?? 0) < 2) return [];
      this.#remember(call.callId, cid);
      return [['TransferSucceed', { cid }]];
    }
    const isBroken = this.#breaking.delete(cid);
    if (left !== call.consultation.consulted) return [failed(cid, 'TransferredSideDisconnected')];
    const code = isBroken ? 'BreakTransfer' : (transferCodeOf[cause] ?? 'ReceiveReturnError');
    return [failed(cid, code), ['TransferCallReturned', { cid }]];
  }

  /** Nobody took it: it rings at him as another call of the same session. */
  #recalled(event: CoreEvent): readonly Told[] {
    const callId = String(event['callId']);
    const cid = this.#sentOn.get(callId);
    if (cid === undefined || event['agentId'] !== this.#agentId) return [];
    this.#sentOn.delete(callId);
    const code = transferCodeOf[event['cause'] as ClearCause] ?? 'ReceiveReturnError';
    return [failed(cid, code), ['TransferCallReturned', { cid }]];
  }

  #remember(callId: string, cid: string): void {
    this.#sentOn.set(callId, cid);
    const [oldest] = this.#sentOn.keys();
    if (this.#sentOn.size > this.#maxSentOn && oldest !== undefined) this.#sentOn.delete(oldest);
  }
}
