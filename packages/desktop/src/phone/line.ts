// One call of the telephone: whose it is, how far it has come, and what pages are told of it.
import type { SipCallStateName } from '@cordboard/contract/dialects/ipsc';
import type { PhoneCall, SoftwareCall } from '@cordboard/telephony';
import type { LineSight } from '../agent/sight.ts';

const states: Readonly<Record<PhoneCall['state'], SipCallStateName>> = {
  calling: 'Calling',
  ringing: 'Incoming',
  connected: 'Confirmed',
  held: 'Confirmed',
  ended: 'Disconnected',
};

export class Line {
  readonly id: number;
  readonly account: number;
  readonly direction: 'in' | 'out';
  readonly call: SoftwareCall;
  readonly #addresses: { readonly localUri: string; readonly remoteUri: string };

  constructor(
    id: number,
    account: number,
    direction: 'in' | 'out',
    call: SoftwareCall,
    addresses: { readonly localUri: string; readonly remoteUri: string },
  ) {
    this.id = id;
    this.account = account;
    this.direction = direction;
    this.call = call;
    this.#addresses = addresses;
  }

  /** The call's id at the CTI server, as the switch names it in the INVITE. */
  get callId(): string | null {
    return this.call.header('x-cordboard-call-id') ?? null;
  }

  get rings(): boolean {
    return this.direction === 'in' && this.call.state === 'ringing';
  }

  get talks(): boolean {
    return this.call.state === 'connected';
  }

  get sight(): LineSight {
    const state = this.direction === 'out' && this.call.state === 'ringing' ? 'EarlyMedia' : states[this.call.state];
    return {
      id: this.id,
      account: this.account,
      callId: this.callId,
      direction: this.direction,
      state,
      ...this.#addresses,
      remoteUser: this.call.remoteUser,
      isHeld: this.call.state === 'held',
    };
  }
}
