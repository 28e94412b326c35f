// The telephone of one Verto client: an ordinary SIP contact of the switch, registered for it, whose calls speak Verto to the client.
import { randomUUID } from 'node:crypto';
import type { VertoMessage } from '@cordboard/contract/dialects/verto';
import type { SipCall, SipRegistration, SipServer } from '@cordboard/telephony';
import { limits } from '../../../limits.ts';
import { isFields, wireError, type Answer, type Fields } from '../frame.ts';
import { causeOf, causes } from './causes.table.ts';
import { PhoneCall } from './phone-call.ts';

export type PhoneOptions = {
  readonly sip: SipServer;
  /** Where it registers and where its calls go: `127.0.0.1:5060`. */
  readonly place: string;
  readonly extension: string;
  readonly password: string;
  /** How long the client may be away before the switch is told that no sound will come. */
  readonly silenceAfterMs: number;
  /** To the client; nothing while its connection is lost. */
  send(method: VertoMessage, params: Fields): void;
  /** Whether the client is there. */
  isHere(): boolean;
  /** The switch asks that the call be answered, as the program's button would. */
  asked(callID: string): void;
};

type Method = 'verto.invite' | 'verto.answer' | 'verto.attach' | 'verto.bye' | 'verto.modify' | 'verto.info';

const failed = (message: string, more: Fields = {}): Answer => ({ error: { code: -32002, message, ...more } });
const textIn = (fields: Fields, name: string): string => {
  const value = fields[name];
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
};
const dialled = /^[\w.!~*'()#+-]{1,64}$/;

export class VertoPhone {
  readonly extension: string;
  readonly #options: PhoneOptions;
  readonly #registration: SipRegistration;
  readonly #calls = new Map<string, PhoneCall>();
  #silenceTimer: NodeJS.Timeout | undefined;

  constructor(options: PhoneOptions) {
    this.#options = options;
    this.extension = options.extension;
    const { sip, place, extension: user, password } = options;
    this.#registration = sip.register({
      registrar: `sip:${place};transport=tcp`,
      transport: 'tcp',
      user,
      password,
      contactParameters: ';webrtc',
    });
  }

  /** Resolves when it can be called; rejects when the switch does not let it in. */
  get ready(): Promise<void> {
    return this.#registration.ready;
  }

  get callIds(): readonly string[] {
    return [...this.#calls.keys()];
  }

  /** A call from the switch. A client that is away cannot be rung. */
  ring(sip: SipCall): void {
    if (sip.remoteSdp === null || !this.#options.isHere()) return sip.end('unreachable');
    if (this.#calls.size >= limits.vertoMaxCallsPerPhone) return sip.end('busy');
    const callID = randomUUID();
    const call = this.#add(callID, sip, '');
    sip.on('talk', () => this.#options.asked(callID));
    const isAuto = /answer-after=0/.test(sip.header('call-info') ?? '');
    this.#options.send('verto.invite', {
      callID,
      sdp: sip.remoteSdp,
      ...call.parties,
      ...(isAuto && { autoAnswer: true }),
      callUUID: sip.header('x-cordboard-call-id') ?? '',
    });
    sip.progress();
  }

  handle(method: Method, params: Fields): Answer | Promise<Answer> {
    const { dialogParams } = params;
    if (!isFields(dialogParams)) return failed('Dialog data missing');
    const callID = textIn(dialogParams, 'callID');
    if (callID === '') return failed('CallID missing');
    if (Buffer.byteLength(textIn(params, 'sdp')) > limits.vertoMaxSdpBytes) {
      return wireError('descriptionTooLarge', { callID });
    }
    if (method === 'verto.invite') return this.#invite(callID, params, dialogParams);
    const call = this.#calls.get(callID);
    if (call === undefined) return wireError('callUnknown', { callID });
    switch (method) {
      case 'verto.answer':
      case 'verto.attach':
        return this.#answer(call, params);
      case 'verto.bye':
        return this.#bye(call, textIn(params, 'cause'));
      case 'verto.modify':
        return this.#modify(call, params);
      case 'verto.info':
        return this.#info(call, params);
    }
  }

  /** The client's connection is lost: what is not answered ends, what is goes on. */
  lost(): void {
    for (const call of this.#calls.values()) {
      if (call.isAnswered) call.leave();
      else call.sip.end('cancelled');
    }
    clearTimeout(this.#silenceTimer);
    // Not at once: often the connection alone is lost, and its sound goes on.
    this.#silenceTimer = setTimeout(() => this.#fallSilent(), this.#options.silenceAfterMs);
    this.#silenceTimer.unref();
  }

  /** The client is back, maybe with nothing of what it had. @returns ids of the calls that are there. */
  back(): readonly string[] {
    clearTimeout(this.#silenceTimer);
    for (const call of this.#calls.values()) {
      call.takeUpAgain().catch(() => call.sip.end('mediaLost'));
    }
    return this.callIds;
  }

  async close(): Promise<void> {
    clearTimeout(this.#silenceTimer);
    for (const call of this.#calls.values()) call.sip.end('normal');
    await this.#registration.stop();
  }

  #fallSilent(): void {
    // One that is refused this ends when its sound is missed.
    for (const call of this.#calls.values()) call.fallSilent().catch(() => undefined);
  }

  #add(callID: string, sip: SipCall, ownSdp: string): PhoneCall {
    const call = new PhoneCall(callID, sip, ownSdp, {
      send: (method, fields) => this.#options.send(method, fields),
      ended: () => this.#calls.delete(callID),
    });
    this.#calls.set(callID, call);
    return call;
  }

  #invite(callID: string, params: Fields, dialogParams: Fields): Answer {
    const sdp = textIn(params, 'sdp');
    const destination = textIn(dialogParams, 'destination_number');
    if (sdp === '') return failed('SDP missing', { callID });
    if (!dialled.test(destination)) return failed('destination missing', { callID });
    if (callID.length > limits.vertoMaxSessidCharacters) return failed('CALL ERROR', { callID });
    if (this.#calls.has(callID) || this.#calls.size >= limits.vertoMaxCallsPerPhone) {
      return failed('CALL ERROR', { callID, ...causes.busy });
    }
    const { sip: server, place, extension: user, password } = this.#options;
    const sip = server.invite({
      target: {
        uri: `sip:${encodeURIComponent(destination)}@${place};transport=tcp`,
        transport: 'tcp',
        credentials: { user, password },
      },
      callerNumber: user,
      callerName: textIn(dialogParams, 'caller_id_name').slice(0, 64),
      sdp,
      timeoutMs: limits.vertoRingMs,
    });
    this.#add(callID, sip, sdp);
    return { result: { message: 'CALL CREATED', callID } };
  }

  #answer(call: PhoneCall, params: Fields): Answer {
    const { callID } = call;
    const sdp = textIn(params, 'sdp');
    if (sdp === '') return failed('SDP missing', { callID });
    if (call.attached(sdp)) return { result: {} };
    if (call.isAnswered || call.sip.direction === 'outgoing') return failed('CALL ERROR', { callID });
    call.answer(sdp);
    return { result: {} };
  }

  #bye(call: PhoneCall, cause: string): Answer {
    const { callID } = call;
    const why = call.isAnswered
      ? 'normal'
      : (causeOf.get(cause) ?? (call.sip.direction === 'incoming' ? 'rejected' : 'cancelled'));
    call.hangUp(why);
    return { result: { message: 'CALL ENDED', callID, ...causes[why] } };
  }

  async #modify(call: PhoneCall, params: Fields): Promise<Answer> {
    const { callID } = call;
    const action = textIn(params, 'action');
    if (action === '') return failed('action missing', { callID });
    if (!call.isAnswered) return failed('call is not bridged', { callID, action });
    const state = (more: Fields = {}): Answer => ({
      result: { callID, action, holdState: call.holdState, ...more },
    });
    try {
      switch (action) {
        case 'hold':
        case 'unhold':
        case 'toggleHold':
          await call.hold(action === 'toggleHold' ? 'toggle' : action === 'hold');
          return state();
        case 'updateMedia': {
          const sdp = textIn(params, 'sdp');
          return sdp === '' ? failed('SDP missing', { callID, action }) : state({ sdp: await call.update(sdp) });
        }
        case 'transfer':
          return await this.#transfer(call, textIn(params, 'destination'), state);
        case 'replace':
          return failed('invalid transfer leg', { callID, action });
        default:
          return failed('CALL ERROR', { callID, action });
      }
    } catch {
      return failed(action === 'transfer' ? 'transfer failed' : 'MEDIA ERROR', { callID, action });
    }
  }

  async #transfer(call: PhoneCall, to: string, state: (more: Fields) => Answer): Promise<Answer> {
    const { callID } = call;
    if (!dialled.test(to)) return failed('destination missing', { callID, action: 'transfer' });
    const status = await call.sip.refer(`sip:${encodeURIComponent(to)}@${this.#options.place}`);
    if (status >= 300) return failed('transfer failed', { callID, action: 'transfer' });
    return state({ message: 'CALL TRANSFERRED' });
  }

  #info(call: PhoneCall, params: Fields): Answer {
    const { callID } = call;
    const digits = textIn(params, 'dtmf').toUpperCase();
    if (!call.isAnswered) return failed('CALL ERROR', { callID });
    if (!/^[0-9A-D*#]{1,64}$/.test(digits)) return failed('Params data missing', { callID });
    for (const digit of digits) call.sip.sendInfoDigit(digit);
    return { result: { message: 'SENT' } };
  }
}
