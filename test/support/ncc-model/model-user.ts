// One user of the model: his telephone, his calls, his state; what happens is told to every module that is attached to him.
import { nowSeconds, told, type Call, type Cid } from './call.ts';
import { Refused, type Message } from './commands.ts';
import { Conferences } from './conferences.ts';
import { UserState } from './user-state.ts';

export type UserOptions = {
  readonly login: string;
  readonly number: string;
  readonly phone: 'soft' | 'web';
  readonly registered?: boolean;
};

/** What a user needs of the model around him. */
export type Surroundings = {
  readonly newCid: () => Cid;
  readonly newSession: () => string;
  readonly accidentMs: number;
  readonly tell: (login: string, event: Message) => void;
  readonly byNumber: (number: string) => ModelUser | undefined;
};

export class ModelUser {
  readonly options: UserOptions;
  readonly conferences: Conferences;
  readonly #around: Surroundings;
  readonly #calls = new Map<string, Call>();
  readonly #state = new UserState();
  readonly #timers = new Set<NodeJS.Timeout>();
  isRegistered: boolean;

  constructor(options: UserOptions, around: Surroundings) {
    this.options = options;
    this.#around = around;
    this.isRegistered = options.registered ?? true;
    this.conferences = new Conferences(
      (event) => this.tell(event),
      () => this.tell(this.callsMessage()),
    );
  }

  close(): void {
    for (const timer of this.#timers) clearTimeout(timer);
  }

  tell(event: Message): void {
    this.#around.tell(this.options.login, event);
  }

  stateMessage(): Message {
    if (!this.isRegistered) return { name: 'UserState', state: 'offline', substates: [] };
    return { name: 'UserState', ...this.#state.shown(), time: nowSeconds() };
  }

  callsMessage(): Message {
    return { name: 'Calls', calls: [...this.#calls.values()].map((call) => told(call, true)) };
  }

  setRegistered(isRegistered: boolean): void {
    this.isRegistered = isRegistered;
    this.tell(this.stateMessage());
  }

  goOffline(): void {
    this.setRegistered(false);
  }

  changeState(state: string, reason: string): void {
    this.#state.set(state, reason);
    this.tell(this.stateMessage());
  }

  find(cid: unknown): Call | undefined {
    return this.#calls.get(String(cid));
  }

  /** @throws Refused */
  call(cid: unknown): Call {
    const known = this.find(cid);
    if (known === undefined) throw new Refused('there is no such call');
    return known;
  }

  live(cid: unknown): Call {
    const call = this.call(cid);
    if (call.state === 'ended') throw new Refused('it has ended');
    return call;
  }

  connected(cid: unknown): Call {
    const call = this.live(cid);
    if (call.state !== 'connected') throw new Refused('it is not connected');
    return call;
  }

  /** A call begins here. */
  begin(direction: Call['direction'], other: string, params: Record<string, string>): Call {
    const call: Call = {
      cid: this.#around.newCid(),
      login: this.options.login,
      direction,
      displayName: other,
      creationTime: nowSeconds(),
      params,
      localParams: {},
      state: 'new',
      hold: false,
      muted: false,
      isRecordingOff: false,
    };
    this.#calls.set(String(call.cid), call);
    this.tell({ name: 'NewCall', ...told(call, false) });
    this.#enter('ringing');
    return call;
  }

  callOut(number: string): Call {
    const own = this.options.number;
    const params = { sessionId: this.#around.newSession(), caller: own, called: number };
    const call = this.begin('out', number, { ...params });
    const callee = this.#around.byNumber(number);
    if (callee?.isRegistered === true && callee !== this) {
      call.peer = callee.begin('in', own, { ...params });
      call.peer.peer = call;
    }
    return call;
  }

  answer(call: Call): void {
    this.connect(call);
    const { peer } = call;
    if (peer !== undefined) this.#owner(peer)?.connect(peer);
  }

  connect(call: Call): void {
    if (call.state !== 'new') return;
    call.answerTime = nowSeconds();
    this.change(call, () => (call.state = 'connected'));
    this.#leave('ringing');
    this.#enter('speaking');
  }

  /** He hangs up; a call that rings is given back to the queue, and he is in trouble for a while. */
  hangUp(call: Call): void {
    const wasRinging = call.state === 'new' && call.direction === 'in';
    this.end(call);
    const { peer } = call;
    if (peer !== undefined) this.#owner(peer)?.end(peer);
    if (wasRinging) this.#accident(`1:${call.params['sessionId'] ?? ''}`);
  }

  /** It is over, whoever ended it: what was talked is worked on until `Close`. */
  end(call: Call): void {
    if (call.state === 'ended') return;
    const wasConnected = call.state === 'connected';
    call.hangupTime = nowSeconds();
    this.change(call, () => (call.state = 'ended'));
    this.#leave(wasConnected ? 'speaking' : 'ringing');
    if (wasConnected) this.#enter('wrapup', call.params['sessionId']);
    else this.closeCall(call);
  }

  closeCall(call: Call): void {
    this.#calls.delete(String(call.cid));
    this.tell({ name: 'OnClose', cid: call.cid });
    this.#leave('wrapup');
  }

  change(call: Call, change: () => void): void {
    change();
    this.tell({ name: 'CallStatus', ...told(call, true) });
  }

  /** Told only when it is another value than before. */
  note(call: Call, where: 'params' | 'localParams', name: string, value: string): void {
    if (call[where][name] === value) return;
    call[where][name] = value;
    const event = where === 'params' ? 'CallParamsUpdated' : 'LocalParamsUpdated';
    this.tell({ name: event, cid: call.cid, params: { [name]: value } });
  }

  beginTransfer(call: Call, kind: NonNullable<Call['transfer']>['kind'], to: string): void {
    call.transfer = { kind, to };
    this.tell({ name: 'OnTransferCall', cid: call.cid, wasConnected: call.state === 'connected' });
    if (kind === 'consultation' || kind === 'conference') return;
    const target = this.#around.byNumber(to);
    if (target?.isRegistered !== true) return this.failTransfer(call, '10');
    target.begin('in', call.displayName, { ...call.params });
    this.change(call, () => undefined);
    if (kind === 'blind') this.finishTransfer(call);
  }

  finishTransfer(call: Call): void {
    delete call.transfer;
    this.tell({ name: 'TransferSucceed', cid: call.cid });
    this.end(call);
  }

  failTransfer(call: Call, status: string): void {
    const { transfer } = call;
    delete call.transfer;
    this.tell({ name: 'TransferFailed', cid: call.cid, status });
    if (status === '8' || transfer?.kind === 'callBack') this.tell({ name: 'TransferCallReturned', cid: call.cid });
  }

  #owner(call: Call): ModelUser | undefined {
    const number = call.direction === 'in' ? call.params['called'] : call.params['caller'];
    return this.#around.byNumber(number ?? '');
  }

  #accident(reason: string): void {
    this.#state.trouble('accident', reason);
    this.tell(this.stateMessage());
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      this.#state.clearTrouble();
      this.tell(this.stateMessage());
    }, this.#around.accidentMs);
    this.#timers.add(timer);
  }

  #enter(name: string, reason = ''): void {
    this.#state.enter(name, reason);
    this.tell(this.stateMessage());
  }

  #leave(name: string): void {
    this.#state.leave(name);
    this.tell(this.stateMessage());
  }
}
