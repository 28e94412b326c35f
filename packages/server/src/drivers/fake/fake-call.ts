// One call of a scripted telephone, as the person holding it knows it.
import { CallState } from '@cordboard/telephony';
import type { HangUpCause, PhoneCall, PhoneCallState, Sound, Unsubscribe } from '@cordboard/telephony';

/** What the switch gives the telephone for one call. */
export type FakeLine = {
  pickUp(): void;
  hangUp(cause: HangUpCause): void;
  hold(held: boolean): void;
  refer(number: string): void;
  press(digit: string): void;
  /** The frequencies that are heard now. */
  hearing(): readonly number[];
};

const LEVEL = 0.25;

export class FakeCall implements PhoneCall {
  readonly remoteUser: string;
  readonly #state: CallState;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #digits = new Set<(digit: string) => void>();
  readonly #talks = new Set<() => void>();
  #line: FakeLine | null = null;
  #speaking: readonly number[] = [];

  constructor(remoteUser: string, state: 'calling' | 'ringing', headers: Readonly<Record<string, string>> = {}) {
    this.remoteUser = remoteUser;
    this.#state = new CallState(state);
    this.#headers = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  }

  /** The switch takes the call. */
  connectTo(line: FakeLine): void {
    this.#line = line;
  }

  get state(): PhoneCallState {
    return this.#state.now;
  }

  get endCause(): HangUpCause | null {
    return this.#state.endCause;
  }

  /** The frequencies this telephone speaks; nothing while it holds the call. */
  get speaking(): readonly number[] {
    return this.#state.now === 'connected' || this.#state.now === 'ringing' ? this.#speaking : [];
  }

  header(name: string): string | undefined {
    return this.#headers[name.toLowerCase()];
  }

  async answer(): Promise<void> {
    if (this.#state.now !== 'ringing') throw new Error(`the call is ${this.#state.now}`);
    this.#line?.pickUp();
    await this.until('connected');
  }

  hangUp(cause: HangUpCause = 'normal'): void {
    if (this.#state.end(cause)) this.#line?.hangUp(cause);
  }

  async hold(): Promise<void> {
    if (!this.#state.talking) throw new Error(`the call is ${this.#state.now}`);
    this.#state.become('held');
    this.#line?.hold(true);
  }

  async retrieve(): Promise<void> {
    if (!this.#state.talking) throw new Error(`the call is ${this.#state.now}`);
    this.#state.become('connected');
    this.#line?.hold(false);
  }

  async refer(number: string): Promise<number> {
    if (!this.#state.talking) return 481;
    this.#line?.refer(number);
    return 202;
  }

  sendDigits(digits: string): void {
    if (this.#state.talking) for (const digit of digits) this.#line?.press(digit);
  }

  sendInfoDigits(digits: string): void {
    this.sendDigits(digits);
  }

  onDigit(listener: (digit: string) => void): Unsubscribe {
    this.#digits.add(listener);
    return () => void this.#digits.delete(listener);
  }

  onTalk(listener: () => void): Unsubscribe {
    this.#talks.add(listener);
    return () => void this.#talks.delete(listener);
  }

  speak(sounds: readonly Sound[]): void {
    this.#speaking = sounds.flatMap((sound) => (sound.kind === 'sine' ? [sound.frequencyHz] : []));
  }

  /** Speech takes no time here; only `speak` can be listened to. */
  async say(): Promise<void> {
    if (!this.#state.talking) throw this.#state.endedError();
  }

  silence(): void {
    this.#speaking = [];
  }

  async hear(): Promise<{ readonly frequencyHz: number; readonly level: number }> {
    const [frequencyHz] = this.#hearing;
    return frequencyHz === undefined ? { frequencyHz: 0, level: 0 } : { frequencyHz, level: LEVEL };
  }

  async levelAt(frequencyHz: number): Promise<number> {
    return this.#hearing.includes(frequencyHz) ? LEVEL : 0;
  }

  until(state: 'ringing' | 'connected' | 'held' | 'ended', timeoutMs?: number): Promise<void> {
    return this.#state.until(state, timeoutMs);
  }

  // What the switch does to the telephone.

  onEnd(listener: () => void): Unsubscribe {
    return this.#state.onEnd(listener);
  }

  ring(): void {
    if (this.#state.now === 'calling') this.#state.become('ringing');
  }

  connect(): void {
    this.#state.become('connected');
  }

  ended(cause: HangUpCause): void {
    this.#state.end(cause);
  }

  hearDigit(digit: string): void {
    for (const listener of this.#digits) listener(digit);
  }

  askToAnswer(): void {
    for (const listener of this.#talks) listener();
  }

  get #hearing(): readonly number[] {
    return this.#state.now === 'ended' || this.#state.now === 'held' ? [] : (this.#line?.hearing() ?? []);
  }
}
