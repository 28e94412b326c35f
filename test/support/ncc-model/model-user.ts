// A user with his telephone: his calls, his conferences, his state, and the modules that are told of them.
import { ModelCall, type CallStart, type Cid, type Fields } from './model-call.ts';
import { UserState, type Activity, type Settable } from './user-state.ts';

/** Where events go: a module's connection. */
export type Listener = { send(message: unknown): void };

export type UserStart = {
  readonly login: string;
  readonly number: string;
  readonly phone: 'soft' | 'web';
  /** Whether his telephone is there; it is unless told otherwise. */
  readonly registered?: boolean;
};

export type Conference = {
  readonly confId: Cid;
  readonly displayName: string;
  readonly calls: Set<ModelCall>;
  operatorIn: boolean;
};

export const conferenceInfo = ({ confId, displayName, calls, operatorIn }: Conference): Fields => ({
  confId,
  displayName,
  calls: [...calls].map(({ cid }) => cid),
  operatorInConference: operatorIn,
});

export class ModelUser {
  readonly login: string;
  readonly number: string;
  readonly phone: 'soft' | 'web';
  readonly calls = new Map<Cid, ModelCall>();
  readonly conferences = new Map<Cid, Conference>();
  readonly attached = new Set<Listener>();
  isRegistered = false;
  readonly #state = new UserState();
  readonly #accidentMs: number;
  readonly #post: (to: Listener, message: Fields) => void;
  #accident: NodeJS.Timeout | undefined;
  #told = '';

  constructor(start: UserStart, accidentMs: number, post: (to: Listener, message: Fields) => void) {
    this.login = start.login;
    this.number = start.number;
    this.phone = start.phone;
    this.#accidentMs = accidentMs;
    this.#post = post;
    this.register(start.registered ?? true);
  }

  get isBusy(): boolean {
    return [...this.calls.values()].some(({ state }) => state !== 'ended');
  }

  /** An event to every module that is attached to him; a telephone that is gone tells no more than that. */
  tell(name: string, fields: Fields): void {
    if (!this.isRegistered && name !== 'UserState') return;
    for (const listener of this.attached) this.#post(listener, { name, login: this.login, ...fields });
  }

  userState(): Fields {
    return { name: 'UserState', login: this.login, ...this.#state.describe() };
  }

  callList(): Fields {
    return { name: 'Calls', login: this.login, calls: [...this.calls.values()].map((call) => call.status()) };
  }

  conferenceList(): Fields {
    return { name: 'Conferences', login: this.login, conferences: [...this.conferences.values()].map(conferenceInfo) };
  }

  /** His telephone appears or goes; its calls and conferences go with it. */
  register(isRegistered: boolean): void {
    clearTimeout(this.#accident);
    this.isRegistered = isRegistered;
    this.calls.clear();
    this.conferences.clear();
    this.#state.online(isRegistered);
    this.tellState();
  }

  setState(state: Settable, reason?: string): void {
    this.#set(state, reason);
    this.tellState();
  }

  /** An accident, told with what ends the call that it comes from. */
  befall(reason: string): void {
    this.#set('accident', reason);
  }

  /** A call begins to ring, at him or at whom he calls. */
  addCall(start: CallStart): ModelCall {
    const call = new ModelCall(this, start);
    this.calls.set(call.cid, call);
    this.tell('NewCall', call.news());
    this.#refresh();
    return call;
  }

  /** Commands that answer have `UserState` first and the events of the call behind it. */
  connect(call: ModelCall): void {
    call.answer();
    this.#refresh();
    this.tell('CallStatus', call.status());
  }

  /** What was never answered, or is of texts, leaves no work behind it. */
  end(call: ModelCall, closes = false): void {
    if (call.state === 'ended') return;
    call.end();
    this.tell('CallStatus', call.status());
    this.#leaveConferences(call);
    if (closes || !call.wasAnswered || call.isText) this.close(call);
    else this.#refresh();
  }

  close(call: ModelCall): void {
    this.calls.delete(call.cid);
    this.tell('OnClose', { cid: call.cid });
    this.#refresh();
  }

  /** As `close`, in the order of the end of a transfer. */
  leave(call: ModelCall): void {
    this.calls.delete(call.cid);
    this.#refresh();
    this.tell('OnClose', { cid: call.cid });
  }

  hold(call: ModelCall, on: boolean): void {
    if (call.isHeld === on) return;
    call.isHeld = on;
    this.tell('CallStatus', call.status());
  }

  mute(call: ModelCall, on: boolean): void {
    if (call.isMuted === on) return;
    call.isMuted = on;
    this.tell('CallStatus', call.status());
  }

  tellCalls(): void {
    for (const call of this.calls.values()) this.tell('CallStatus', call.status());
  }

  tellState(): void {
    this.#told = this.#sayable();
    const { name: _name, login: _login, ...fields } = this.userState();
    this.tell('UserState', fields);
  }

  forget(): void {
    clearTimeout(this.#accident);
    this.attached.clear();
  }

  #set(state: Settable, reason?: string): void {
    clearTimeout(this.#accident);
    this.#state.set(state, reason);
    if (state === 'accident') this.#accident = setTimeout(() => this.#accidentIsOver(), this.#accidentMs).unref();
  }

  #refresh(): void {
    this.#state.calls([...this.calls.values()].map(activityOf));
    if (this.#sayable() !== this.#told) this.tellState();
  }

  /** The state without its time, which alone is no news. */
  #sayable(): string {
    return JSON.stringify({ ...this.userState(), time: null });
  }

  #leaveConferences(call: ModelCall): void {
    for (const conference of this.conferences.values()) {
      if (conference.calls.delete(call)) this.tell('ConferenceInfo', conferenceInfo(conference));
    }
  }

  #accidentIsOver(): void {
    if (this.#state.hasAccident) {
      this.#state.clearTrouble();
      this.tellState();
    }
  }
}

function activityOf(call: ModelCall): Activity {
  const channel = call.isText ? `#${call.type}` : '';
  if (call.state === 'new') return { name: `ringing${channel}` };
  if (call.state === 'connected') return { name: `speaking${channel}` };
  return { name: `wrapup${channel}`, reason: call.sessionId };
}
