// A FreeSWITCH of the tests' own, as far as the event socket shows it: channels, the inline dialplan, conferences, registrations. Written from FreeSWITCH's documented behaviour, and sharing nothing with the driver.
import { randomUUID } from 'node:crypto';
import { FakeCall, type FakeLine } from '../../../packages/server/src/drivers/fake/fake-call.ts';
import { FakePhone } from '../../../packages/server/src/drivers/fake/fake-phone.ts';
import { systemClock } from '../../../packages/server/src/timers.ts';
import { inlined, originated, separated } from './arguments.ts';
import { causeOf, heardCause } from './cause.table.ts';
import { PeerChannel } from './channel.ts';
import { Conferences } from './conferences.ts';
import { EslPeer, type Headers } from './esl-peer.ts';
import { Recorded } from './recorded.ts';

const noChannel = '-ERR No such channel!\n';

export class PeerSwitch {
  /** Another one after a restart. */
  coreUuid: string = randomUUID();
  readonly peer = new EslPeer((verb, rest) => this.#execute(verb, rest));
  readonly channels = new Map<string, PeerChannel>();
  readonly recorded = new Recorded(this.peer);
  /** How long a move takes. */
  moveMs = 0;
  /** Channels that the list does not have yet. */
  readonly unlisted = new Set<string>();
  /** What cannot be played. */
  readonly missingMusic = new Set<string>();
  /** The dialplan answers before it parks. */
  dialplanAnswers = false;
  /** Calls come without an offer. */
  offersNothing = false;
  /** Telephones that forward (302), to a number of FreeSWITCH's own. */
  readonly forwards = new Map<string, string>();
  readonly #conferences = new Conferences(this.peer);
  readonly #registrations = new Map<FakePhone, string>();
  readonly #outside = new Map<string, FakePhone>();
  /** Originates under way, by the channel that is to answer. */
  readonly #dialling = new Map<string, (answer: string) => void>();

  phone(user: string, isExtension: boolean): FakePhone {
    const phone = new FakePhone(
      { user, extension: isExtension },
      {
        clock: systemClock,
        register: (one) => this.#register(one),
        unregister: (one) => this.#unregister(one),
        dial: (one, number) => this.#dialled(one, number),
        remove: () => undefined,
      },
    );
    if (!isExtension) this.#outside.set(user, phone);
    return phone;
  }

  /** As a hang-up by the far end, or by FreeSWITCH. */
  hangUp(channel: PeerChannel, cause: string): void {
    if (!this.channels.delete(channel.uuid)) return;
    channel.moves += 1;
    [channel.answer, channel.hangupCause] = ['hangup', cause];
    this.#conferences.leave(channel);
    void this.recorded.hungUp(channel).then(() => {
      channel.call.ended(heardCause.get(cause) ?? 'failed');
      for (const name of ['CHANNEL_HANGUP', 'CHANNEL_DESTROY']) this.tell(name, channel);
      this.#dialling.get(channel.uuid)?.(`-ERR ${cause}\n`);
    });
  }

  /** For longer than it was told to wait nothing comes from there. */
  cutOff(channel: PeerChannel): void {
    if (Number(channel.variables['media_timeout'] ?? 0) > 0) this.hangUp(channel, 'MEDIA_TIMEOUT');
  }

  /** Ends as a crash would end it; another one is there at once. */
  async die(): Promise<void> {
    await this.recorded.died();
    this.channels.clear();
    this.coreUuid = randomUUID();
    this.peer.cut();
  }

  tell(name: string, channel: PeerChannel, more: Headers = {}): void {
    this.peer.fire(name, { ...channel.headers, ...more });
  }

  #register(phone: FakePhone): void {
    const isNew = !this.#registrations.has(phone);
    const callId = this.#registrations.get(phone) ?? randomUUID();
    this.#registrations.set(phone, callId);
    this.#tellOfRegistration('register', phone, callId, isNew ? {} : { 'update-reg': 'true' });
  }

  #unregister(phone: FakePhone): void {
    const callId = this.#registrations.get(phone);
    this.#registrations.delete(phone);
    if (callId !== undefined) this.#tellOfRegistration('unregister', phone, callId, {});
  }

  #tellOfRegistration(what: string, { options }: FakePhone, callId: string, more: Headers): void {
    this.peer.fire('CUSTOM', {
      'Event-Subclass': `sofia::${what}`,
      'profile-name': 'internal',
      'from-user': options.user,
      'from-host': 'cordboard.test',
      'call-id': callId,
      'user-agent': 'Yealink SIP-T46S 66.85.0.5',
      ...more,
    });
  }

  /** A telephone calls: the dialplan says who it is, and parks. */
  #dialled({ options: { user, extension, displayName = '' } }: FakePhone, number: string): FakeCall {
    const channel = new PeerChannel({
      uuid: randomUUID(),
      direction: 'inbound',
      variables: extension
        ? { user_name: user, cordboard_kind: 'telephone' }
        : { cordboard_kind: 'trunk', cordboard_trunk: 'outside' },
      call: new FakeCall(number, 'calling'),
      caller: { number: user, name: displayName },
      dialled: number,
      user,
    });
    channel.variables['cordboard_dialled'] = number;
    channel.variables['max_session_transfers'] = '1000000000';
    if (this.offersNothing) channel.variables['endpoint_disposition'] = 'RECEIVED_NOSDP';
    this.#begin(channel);
    setImmediate(() => {
      if (this.dialplanAnswers) this.#answered(channel);
      this.#run(channel, 'park');
    });
    return channel.call;
  }

  #begin(channel: PeerChannel): void {
    this.channels.set(channel.uuid, channel);
    const line: FakeLine = {
      pickUp: () => this.#answered(channel),
      hangUp: (cause) => this.hangUp(channel, causeOf[cause]),
      hold: (isHeld) => this.#hold(channel, isHeld),
      refer: (to) =>
        this.tell('CUSTOM', channel, {
          'Event-Subclass': 'sofia::error',
          'Error-Type': 'blind_transfer',
          'Transfer-Exten': to,
        }),
      press: (digit) => this.tell('DTMF', channel, { 'DTMF-Digit': digit, 'DTMF-Source': 'RTP' }),
      hearing: () => this.#heardBy(channel),
    };
    channel.call.connectTo(line);
    this.tell('CHANNEL_CREATE', channel);
  }

  /** switch_channel_mark_hold: what is so already is not told. */
  #hold(channel: PeerChannel, isHeld: boolean): void {
    if (channel.isHeld === isHeld) return;
    channel.isHeld = isHeld;
    this.tell(isHeld ? 'CHANNEL_HOLD' : 'CHANNEL_UNHOLD', channel);
  }

  #heardBy(channel: PeerChannel): readonly number[] {
    const { application, data, call } = channel;
    if (application === 'echo') return call.speaking;
    if (application === 'conference') return this.#conferences.heardBy(channel);
    if (data.startsWith('local_stream://')) return [440];
    return data.startsWith('tone_stream://') ? [425] : [];
  }

  #answered(channel: PeerChannel): void {
    if (channel.answer === 'answered') return;
    channel.answer = 'answered';
    channel.call.connect();
    this.tell('CHANNEL_ANSWER', channel);
    const dialling = this.#dialling.get(channel.uuid);
    if (dialling === undefined) return;
    dialling(`+OK ${channel.uuid}\n`);
    this.#run(channel, 'park');
  }

  /** The inline dialplan, application by application. A move makes FreeSWITCH forget a hold, and does not say so. */
  #run(channel: PeerChannel, destination: string): void {
    const move = (channel.moves += 1);
    channel.isHeld = false;
    this.#conferences.leave(channel);
    const steps = [...inlined(destination)];
    const next = (): void => {
      const step = steps.shift();
      if (channel.moves !== move) return;
      // Behind the last application a channel is hung up.
      if (step === undefined) return this.hangUp(channel, 'NORMAL_CLEARING');
      [channel.application, channel.data] = [step.application, step.data];
      switch (step.application) {
        case 'set':
          channel.variables[step.data.split('=')[0] ?? ''] = step.data.slice(step.data.indexOf('=') + 1);
          return next();
        case 'playback':
          return void setTimeout(next, 20);
        case 'park':
          return this.tell('CHANNEL_PARK', channel);
        case 'conference':
          return this.#conferences.enter(channel, step.data);
        case 'endless_playback':
          return this.missingMusic.has(step.data) ? next() : undefined;
        case 'echo':
          return;
        default:
          return this.hangUp(channel, 'DESTINATION_OUT_OF_ORDER');
      }
    };
    next();
  }

  #execute(verb: string, rest: string): string | Promise<string> {
    switch (verb) {
      case 'uptime':
        return '1000\n';
      case 'global_getvar':
        return rest === 'core_uuid' ? this.coreUuid : rest === 'hostname' ? 'peer' : '';
      case 'show':
        return this.#show(rest);
      case 'conference':
        return this.#conferences.command(rest);
      case 'originate':
        return this.#originate(rest);
    }
    const [uuid = '', ...words] = separated(rest, ' ');
    if (!verb.startsWith('uuid_')) return `-ERR ${verb} Command not found!\n`;
    const channel = this.channels.get(uuid);
    if (channel !== undefined) return this.#onChannel(channel, verb, words);
    if (verb === 'uuid_record' || verb === 'uuid_send_dtmf') return '-ERR Cannot locate session!\n';
    if (verb === 'uuid_phone_event') return '-ERR Operation failed\n';
    return /^uuid_(?:answer|pre_answer|ring_ready)$/u.test(verb) ? '-ERROR\n' : noChannel;
  }

  #onChannel(channel: PeerChannel, verb: string, words: readonly string[]): string | Promise<string> {
    const [first = '', second = '', third = ''] = words;
    switch (verb) {
      case 'uuid_answer':
        this.#answered(channel);
        return '+OK\n';
      case 'uuid_ring_ready':
        return this.#early(channel, 'ringing');
      case 'uuid_pre_answer':
        return this.#early(channel, 'early');
      case 'uuid_kill':
        this.hangUp(channel, first === '' ? 'NORMAL_CLEARING' : first);
        return '+OK\n';
      case 'uuid_transfer':
        return this.#transfer(channel, first, second);
      case 'uuid_setvar_multi':
        for (const pair of first.split(';'))
          channel.variables[pair.split('=')[0] ?? ''] = pair.slice(pair.indexOf('=') + 1);
        return '+OK\n';
      case 'uuid_dump':
        return first === 'json' ? JSON.stringify(channel.headers) : '-USAGE: <uuid> [format]\n';
      case 'uuid_record':
        return this.recorded.command(channel, first, second);
      case 'uuid_buglist':
        return this.recorded.bugs(channel);
      case 'uuid_send_dtmf':
        for (const digit of first) channel.call.hearDigit(digit);
        return `+OK ${channel.uuid} sent DTMF ${first}.\n`;
      case 'uuid_phone_event':
        if (first === 'talk') channel.call.askToAnswer();
        return '+OK Success\n';
      default:
        return `-ERR ${verb} Command not found!${third}\n`;
    }
  }

  #early(channel: PeerChannel, how: 'ringing' | 'early'): string {
    if (how === 'early' && this.offersNothing) {
      this.hangUp(channel, 'INCOMPATIBLE_DESTINATION');
      return '-ERROR\n';
    }
    channel.answer = how;
    channel.call.ring();
    this.tell(how === 'ringing' ? 'CHANNEL_PROGRESS' : 'CHANNEL_PROGRESS_MEDIA', channel);
    return '+OK\n';
  }

  /** switch_ivr_session_transfer: each one is counted, and the last one ends the channel. */
  #transfer(channel: PeerChannel, destination: string, dialplan: string): string {
    if (dialplan !== 'inline') return '-ERR\n';
    const left = Number(channel.variables['max_session_transfers'] ?? '70') - 1;
    if (left <= 0) {
      this.hangUp(channel, 'EXCHANGE_ROUTING_ERROR');
      return '-ERR\n';
    }
    channel.variables['max_session_transfers'] = String(left);
    setTimeout(() => this.#run(channel, destination), this.moveMs);
    return '+OK\n';
  }

  #originate(rest: string): string | Promise<string> {
    const [dial = '', application = ''] = separated(rest, ' ');
    const { variables, endpoint } = originated(dial);
    if (application !== '&park()') return `-USAGE: originate\n`;
    const [, user] = /^user\/([^@]+)@cordboard\.test$/u.exec(endpoint) ?? [];
    const [, gateway, number] = /^sofia\/gateway\/([^/]+)\/(.+)$/u.exec(endpoint) ?? [];
    if (gateway !== undefined && gateway !== 'outside') return '-ERR INVALID_GATEWAY\n';
    const registered = [...this.#registrations.keys()].find(({ options }) => options.user === user);
    const phone = user === undefined ? this.#outside.get(number ?? '') : registered;
    if (phone === undefined) return user === undefined ? '-ERR NO_ROUTE_DESTINATION\n' : '-ERR USER_NOT_REGISTERED\n';
    const uuid = variables['origination_uuid'] ?? randomUUID();
    if (this.channels.has(uuid)) return '-ERR DESTINATION_OUT_OF_ORDER\n';
    const forwarded = this.forwards.get(user ?? '');
    if (forwarded !== undefined) {
      if (variables['outbound_redirect_fatal'] === 'true') return '-ERR REQUESTED_CHAN_UNAVAIL\n';
      // It calls itself, and asks itself for no password.
      this.#dialled(phone, forwarded);
    }
    const headers = Object.entries(variables).flatMap(([name, value]) =>
      name.startsWith('sip_h_') ? [[name.slice('sip_h_'.length), value]] : [],
    );
    const caller = {
      number: variables['origination_caller_id_number'] ?? '0000000000',
      name: variables['origination_caller_id_name'] ?? '',
    };
    const call = new FakeCall(caller.number, 'ringing', Object.fromEntries(headers));
    const made = { uuid, direction: 'outbound' as const, variables, call, caller };
    const channel = new PeerChannel({ ...made, dialled: user ?? number ?? '', user: user ?? number ?? '' });
    return new Promise((resolve) => {
      this.#dialling.set(uuid, (answer) => {
        this.#dialling.delete(uuid);
        resolve(answer);
      });
      this.#begin(channel);
      this.tell('CHANNEL_PROGRESS', channel);
      phone.take(call);
    });
  }

  #show(rest: string): string {
    const rows =
      rest === 'channels as json'
        ? [...this.channels.values()].filter(({ uuid }) => !this.unlisted.has(uuid)).map(({ row }) => row)
        : [...this.#registrations].map(([{ options }, token]) => ({
            reg_user: options.user,
            realm: 'cordboard.test',
            token,
          }));
    if (rest !== 'channels as json' && rest !== 'registrations as json') return '-USAGE: show\n';
    return rows.length === 0 ? '{"row_count": 0}\n' : JSON.stringify({ row_count: rows.length, rows });
  }
}
