// The agent's telephone: registered at several registrars at once, with all their calls and the window's sound.
import { SoftwareCall, createPhoneStack, type PhoneStack, type SipCall, type SipOrigin } from '@cordboard/telephony';
import { Refusal } from '../agent/refusal.ts';
import type { AccountSight, LineSight } from '../agent/sight.ts';
import { limits } from '../limits.ts';
import { autoAnswers, type AutoAnswer } from './auto-answer.ts';
import { Line } from './line.ts';
import { Registrar, type RegistrarPlace } from './registrar.ts';
import { Sound, soundGroup } from './sound.ts';

export type TelephoneOptions = {
  readonly localAddress: string;
  /** 0: any. */
  readonly sipPort: number;
  readonly publicAddress?: string;
  /** A UUID that stays the same when the program is started anew. */
  readonly instanceId: string;
  readonly autoAnswer: AutoAnswer;
  /** Whether somebody can hear and speak: the window is there, or no sound is wanted. */
  readonly canTalk: () => boolean;
  readonly changed: () => void;
  readonly log: (level: 'debug' | 'info' | 'warn' | 'error', message: string, fields?: Record<string, unknown>) => void;
};

export class Telephone {
  readonly sound: Sound;
  readonly #options: TelephoneOptions;
  readonly #stack: PhoneStack;
  readonly #registrars = new Map<number, Registrar>();
  readonly #lines = new Map<number, Line>();
  readonly #answering = new Set<number>();
  #lastLine = 0;

  constructor(options: TelephoneOptions) {
    this.#options = options;
    const { localAddress, sipPort, publicAddress, log } = options;
    this.#stack = createPhoneStack({
      localAddress,
      sipPort,
      log,
      acceptOnlyRegistered: true,
      ...(publicAddress === undefined ? {} : { publicAddress }),
    });
    this.sound = new Sound(this.#stack.media, options.changed);
    this.#stack.sip.onInvite((sip, origin) => this.#rings(sip, origin));
  }

  async start(): Promise<void> {
    await this.#stack.start();
  }

  async close(): Promise<void> {
    for (const { call } of this.#lines.values()) call.hangUp('normal');
    await Promise.all([...this.#registrars.values()].map((registrar) => registrar.close().catch(() => {})));
    this.sound.close();
    await this.#stack.close();
  }

  get accounts(): readonly AccountSight[] {
    const last = Math.max(-1, ...this.#registrars.keys());
    return Array.from({ length: last + 1 }, (_, index) => this.#registrars.get(index)?.sight ?? noAccount);
  }

  get lines(): readonly LineSight[] {
    return [...this.#lines.values()].map(({ sight }) => sight);
  }

  get rings(): boolean {
    return [...this.#lines.values()].some(({ rings }) => rings);
  }

  /** Registers at a registrar instead of the one that had this index; null: at none. @returns when it is known how that went */
  async register(index: number, place: RegistrarPlace | null): Promise<void> {
    const before = this.#registrars.get(index);
    if (before === undefined && place === null) return;
    if (before !== undefined && JSON.stringify(before.place) === JSON.stringify(place)) return before.settled;
    void before?.close().catch(() => {});
    if (place === null) this.#registrars.delete(index);
    else {
      const { instanceId, changed } = this.#options;
      this.#registrars.set(index, new Registrar(this.#stack.sip, place, instanceId, changed));
    }
    this.#options.changed();
    await this.#registrars.get(index)?.settled;
  }

  /** After the machine slept. */
  refresh(): void {
    for (const registrar of this.#registrars.values()) registrar.refresh();
  }

  /** Answers what rings for a call that the agent himself asked for. */
  answerOwn(isOwn: (callId: string) => boolean): void {
    if (!this.#options.canTalk()) return;
    for (const line of this.#lines.values())
      if (line.rings && line.callId !== null && isOwn(line.callId)) void this.#answer(line).catch(() => {});
  }

  /** @throws Refusal when nothing rings, or nobody could hear it. */
  async answer(): Promise<void> {
    const ringing = [...this.#lines.values()].filter(({ rings }) => rings);
    if (ringing.length === 0) throw new Refusal('notRinging');
    if (!this.#options.canTalk()) throw new Refusal('phoneOnHook');
    await Promise.all(ringing.map((line) => this.#answer(line)));
  }

  /** @returns whether there was anything to hang up. */
  hangUp(): boolean {
    const lines = [...this.#lines.values()];
    for (const { call, rings } of lines) call.hangUp(rings ? 'rejected' : 'normal');
    return lines.length > 0;
  }

  /** Lets go of one call. */
  drop(lineId: number): void {
    this.#lines.get(lineId)?.call.hangUp('normal');
  }

  /** Calls a number by the first registrar that is there. For where no CTI server does it. */
  call(number: string): void {
    const found = [...this.#registrars].find(([, { isRegistered }]) => isRegistered);
    if (found === undefined) throw new Refusal('phoneOnHook', 'The telephone is registered nowhere.');
    const [index, registrar] = found;
    const { user, authorizationUser = user, password, transport, webSocketUrl } = registrar.place;
    const call = SoftwareCall.outgoing(this.#stack, {
      target: {
        uri: registrar.uriOf(number),
        transport,
        ...(webSocketUrl === undefined ? {} : { webSocketUrl }),
        credentials: { user: authorizationUser, password },
      },
      callerDomain: registrar.domain,
      callerNumber: user,
      callerName: '',
      number,
      group: soundGroup,
      transferUri: (to) => registrar.uriOf(to),
    });
    this.#add(index, 'out', call, registrar.uriOf(number));
  }

  /** Holds or takes back the call of this id itself (re-INVITE), where the CTI server does not. */
  async hold(lineId: number, held: boolean): Promise<void> {
    const line = this.#lines.get(lineId);
    if (line === undefined) throw new Refusal('noSuchSession');
    await (held ? line.call.hold() : line.call.retrieve());
    this.#changed();
  }

  sendDigits(lineId: number, digits: string): void {
    this.#lines.get(lineId)?.call.sendDigits(digits);
  }

  #rings(sip: SipCall, origin: SipOrigin): void {
    if (origin.kind !== 'registration') return sip.end('notFound');
    const found = [...this.#registrars].find(([, registrar]) => registrar.brought(origin.registration));
    if (found === undefined) return sip.end('notFound');
    if (this.#lines.size >= limits.maxLines) return sip.end('busy');
    const [index, registrar] = found;
    const options = { group: soundGroup, transferUri: (to: string) => registrar.uriOf(to) };
    const call = SoftwareCall.incoming(this.#stack, sip, options);
    const line = this.#add(index, 'in', call, registrar.uriOf(sip.remoteUser));
    call.onTalk(() => void this.#answer(line).catch(() => {}));
    if (this.#answersItself(call)) void this.#answer(line).catch(() => {});
  }

  #answersItself(call: SoftwareCall): boolean {
    return this.#options.canTalk() && autoAnswers(this.#options.autoAnswer, (name) => call.header(name));
  }

  async #answer(line: Line): Promise<void> {
    if (!line.rings || this.#answering.has(line.id)) return;
    this.#answering.add(line.id);
    await line.call.answer().finally(() => this.#answering.delete(line.id));
  }

  #add(index: number, direction: 'in' | 'out', call: SoftwareCall, remoteUri: string): Line {
    this.#lastLine += 1;
    const localUri = this.#registrars.get(index)?.sight.uri ?? '';
    const line = new Line(this.#lastLine, index, direction, call, { localUri, remoteUri });
    this.#lines.set(line.id, line);
    call.onChange(() => this.#changed());
    call.onEnd(() => {
      this.#lines.delete(line.id);
      this.#changed();
    });
    this.#changed();
    return line;
  }

  #changed(): void {
    const talking = [...this.#lines.values()].filter(({ talks }) => talks);
    this.sound.talkIn(talking.map(({ call }) => call.endpointId));
    this.#options.changed();
  }
}

const noAccount: AccountSight = { ctiIndex: -1, uri: '', isValid: false, isRegistered: false, status: 0 };
