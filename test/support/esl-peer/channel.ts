// One channel of the peer's: what FreeSWITCH would say of it in an event, and what it is doing.
import type { FakeCall } from '../../../packages/server/src/drivers/fake/fake-call.ts';
import type { Headers } from './esl-peer.ts';

export class PeerChannel {
  readonly uuid: string;
  readonly direction: 'inbound' | 'outbound';
  readonly variables: Headers;
  readonly call: FakeCall;
  readonly caller: { readonly number: string; readonly name: string };
  readonly dialled: string;
  readonly user: string;
  answer: 'ringing' | 'early' | 'answered' | 'hangup' = 'ringing';
  hangupCause = '';
  /** Its telephone holds, as far as FreeSWITCH remembers. */
  isHeld = false;
  application = '';
  data = '';
  /** Each move has a number, so that what was begun before it comes to nothing. */
  moves = 0;

  constructor(made: Pick<PeerChannel, 'uuid' | 'direction' | 'variables' | 'call' | 'caller' | 'dialled' | 'user'>) {
    this.uuid = made.uuid;
    this.direction = made.direction;
    this.variables = made.variables;
    this.call = made.call;
    this.caller = made.caller;
    this.dialled = made.dialled;
    this.user = made.user;
  }

  get name(): string {
    return `sofia/internal/${this.user}@cordboard.test`;
  }

  /** switch_channel_event_set_data */
  get headers(): Headers {
    const isOver = this.answer === 'hangup';
    const said: Headers = {
      'Channel-State': isOver ? 'CS_HANGUP' : this.application === '' ? 'CS_ROUTING' : 'CS_EXECUTE',
      'Channel-Call-State': isOver
        ? 'HANGUP'
        : this.isHeld
          ? 'HELD'
          : this.answer === 'answered'
            ? 'ACTIVE'
            : 'RINGING',
      'Channel-Name': this.name,
      'Unique-ID': this.uuid,
      'Call-Direction': this.direction,
      'Answer-State': this.answer,
      'Caller-Caller-ID-Name': this.caller.name,
      'Caller-Caller-ID-Number': this.caller.number,
      'Caller-Destination-Number': this.dialled,
      ...(isOver ? { 'Hangup-Cause': this.hangupCause } : {}),
    };
    for (const [name, value] of Object.entries(this.variables)) said[`variable_${name}`] = value;
    if (this.application !== '') said['variable_current_application'] = this.application;
    if (this.data !== '') said['variable_current_application_data'] = this.data;
    return said;
  }

  get row(): Headers {
    return { uuid: this.uuid, direction: this.direction, name: this.name, state: 'CS_EXECUTE', callstate: 'ACTIVE' };
  }
}
