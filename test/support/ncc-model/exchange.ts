// The exchange behind the model: who has which number, and the calls between users and with the world outside.
import { randomBytes } from 'node:crypto';
import type { Cid, Fields, ModelCall, Params } from './model-call.ts';
import { ModelUser, type Conference, type Listener, type UserStart } from './model-user.ts';
import { demand } from './refused.ts';
import { answered, fail, failure, legLeft } from './transfers.ts';

export type ExchangeOptions = {
  readonly cid: 'number' | 'text';
  readonly accidentMs: number;
  /** Whether who hangs up himself has no work behind the call. */
  readonly hangupCloses: boolean;
  readonly post: (to: Listener, message: Fields) => void;
};

export type Ring = {
  readonly caller: string;
  readonly params?: Params;
  /** The channel; `sip` unless told otherwise. */
  readonly type?: string;
};

const sessionId = (): string => randomBytes(32).toString('hex');

export class Exchange {
  readonly users = new Map<string, ModelUser>();
  readonly options: ExchangeOptions;
  #lastId = 0;

  constructor(options: ExchangeOptions) {
    this.options = options;
  }

  nextId(): Cid {
    this.#lastId += 1;
    return this.options.cid === 'number' ? this.#lastId : randomBytes(32).toString('hex');
  }

  addUser(start: UserStart): void {
    this.users.set(start.login, new ModelUser(start, this.options.accidentMs, this.options.post));
  }

  removeUser(user: ModelUser): void {
    this.unregister(user);
    user.forget();
    this.users.delete(user.login);
  }

  /** His calls are lost to whom he talked with. */
  unregister(user: ModelUser): void {
    const calls = [...user.calls.values()];
    user.register(false);
    for (const call of calls) if (call.state !== 'ended') this.#lose(call);
  }

  isAddress(phoneNumber: string): boolean {
    return /^(sip:)?[\w.+*#-]+(@[\w.-]+(:\d+)?)?$/.test(phoneNumber);
  }

  /** @returns whose number it is, with or without the rest of a URI; null: nobody's here. */
  userAt(phoneNumber: string): ModelUser | null {
    const number = phoneNumber.replace(/^sip:/, '').replace(/@.*/, '');
    return [...this.users.values()].find((user) => user.number === number) ?? null;
  }

  /** Somebody outside calls him. */
  ring(user: ModelUser, { caller, params, type }: Ring): ModelCall {
    return user.addCall({
      cid: this.nextId(),
      sessionId: sessionId(),
      direction: 'in',
      type,
      displayName: caller,
      params: { caller, called: user.number, ...params },
    });
  }

  /** @throws Refused it is no number that can be called. */
  makeCall(user: ModelUser, phoneNumber: string, conference?: Conference): ModelCall {
    demand(this.isAddress(phoneNumber), 'that is no number');
    const target = this.userAt(phoneNumber);
    demand(target !== user, 'that is the number of the caller');
    const both = { sessionId: sessionId(), params: { caller: user.number, called: target?.number ?? phoneNumber } };
    const call = user.addCall({ ...both, cid: this.nextId(), direction: 'out', displayName: phoneNumber });
    conference?.calls.add(call);
    if (target === null) return call;
    if (!target.isRegistered || target.isBusy) user.end(call);
    else {
      const start = { ...both, cid: this.nextId(), direction: 'in', displayName: user.number, other: call } as const;
      call.other = target.addCall(start);
    }
    return call;
  }

  /** A call of somebody else's rings at whom it is transferred to. */
  offerTransferred(target: ModelUser, call: ModelCall): ModelCall {
    const caller = call.direction === 'in' ? call.params['caller'] : call.params['called'];
    return target.addCall({
      cid: this.nextId(),
      sessionId: call.sessionId,
      direction: 'in',
      displayName: String(caller),
      params: { caller, called: target.number },
      transferredFrom: call,
    });
  }

  answer(call: ModelCall): void {
    demand(call.direction === 'in' && call.state === 'new', 'the call does not ring here');
    this.#connect(call);
  }

  /** By its user. A call from outside that he refuses goes back to its queue, and he has an accident. */
  hangUp(call: ModelCall): void {
    const { state, user, direction } = call;
    demand(state !== 'ended', 'the call has ended');
    const isOffer = state === 'new' && direction === 'in' && call.other === null && call.transferredFrom === null;
    if (isOffer) user.befall(`0:${call.sessionId}`);
    this.#end(call, this.options.hangupCloses);
  }

  /** Who is at the other side answers; of a call that is transferred, whom it goes to. */
  farAnswer(call: ModelCall): void {
    const { transfer } = call;
    if (transfer !== null && !transfer.isAnswered) {
      if (transfer.leg === null) answered(call);
      else this.#connect(transfer.leg);
      return;
    }
    if (call.direction !== 'out' || call.state !== 'new') throw new Error('there is nothing to answer at the far side');
    this.#connect(call.other ?? call);
  }

  farHangUp(call: ModelCall): void {
    if (call.state === 'ended') throw new Error('the call has ended already');
    if (call.other === null) this.#end(call, false, failure.sideLeft);
    else this.#end(call.other, false);
  }

  #connect(call: ModelCall): void {
    call.user.connect(call);
    if (call.transferredFrom !== null) answered(call.transferredFrom);
    else if (call.other?.state === 'new') call.other.user.connect(call.other);
  }

  #end(call: ModelCall, closes: boolean, status: string = failure.broken): void {
    const { wasAnswered } = call;
    fail(call, status);
    call.user.end(call, closes);
    this.#lose(call, wasAnswered);
  }

  /** The leg is gone: who was at its other side is told. */
  #lose(call: ModelCall, wasAnswered = call.wasAnswered): void {
    fail(call, failure.sideLeft);
    legLeft(call, wasAnswered);
    const { other } = call;
    if (other === null) return;
    call.other = other.other = null;
    fail(other, failure.sideLeft);
    other.user.end(other);
  }
}
