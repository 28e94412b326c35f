// The class VertoCallcenter of seed 001: the functions of the call centre over a Verto connection, with callbacks and with promises.
import { VertoError } from './error.ts';
import { ownFunctions, seedFunctions, type OwnFunction } from './functions.table.ts';
import type { Fields } from './link.ts';
import { callSafely } from './subscriptions.ts';
import type { Verto } from './verto.ts';

/** What a function comes to: `code` 200, or why not. */
export type Outcome = { readonly code: number; readonly message: unknown; readonly reason: string } & Fields;
export type Success = (outcome: Outcome) => void;
/** A refusal of the call centre, of the protocol, or of the connection, alike. */
export type Failed = (outcome: Outcome) => void;

/** What our functions are given: which of these, the server's page says. */
export type Args = {
  readonly agent?: string;
  readonly queue?: string;
  readonly callUUID?: string;
  readonly destNumber?: string;
  readonly destAgent?: string;
  readonly destExtn?: string;
  readonly destQueue?: string;
  readonly targetAgent?: string;
  readonly digits?: string;
  readonly reason?: string;
};

type Own = (args?: Args, success?: Success, failed?: Failed) => Promise<Outcome>;
// oxlint-disable-next-line typescript/no-unsafe-declaration-merging -- the functions of the table are put onto the prototype below
export interface VertoCallcenter extends Readonly<Record<OwnFunction, Own>> {}

// oxlint-disable-next-line typescript/no-unsafe-declaration-merging
export class VertoCallcenter {
  readonly verto: Verto;
  #group = 'default';

  /** @param verto the connection; it need not be connected yet. */
  constructor(verto: Verto) {
    this.verto = verto;
  }

  /** The group of the agents and channels (seed 001, 设置); `default` until it is set. */
  setGroup(group: string): void {
    this.#group = group;
  }

  get group(): string {
    return this.#group;
  }

  /** The channel of an agent, or of the whole group: for `verto.subscribe`. */
  channelOf(agent?: string): string {
    return agent === undefined ? `vcc.${this.#group}` : `vcc.${this.#group}.${agent}`;
  }

  /** Signs in (签入). Refusals: unknownQueue, otherQueue, otherAgent, unknownDevice, deviceInUse, signedInElsewhere. */
  ccLogin(queue: string, agent: string, extn: string, success?: Success, failed?: Failed): Promise<Outcome> {
    return this.#seed('ccLogin', [queue, agent, extn, success, failed]);
  }

  /** Signs out (签出); during a call, after it. */
  ccLogout(queue: string, agent: string, success?: Success, failed?: Failed): Promise<Outcome> {
    return this.#seed('ccLogout', [queue, agent, success, failed]);
  }

  /** READY (示闲). */
  ccGoReady(queue: string, agent: string, success?: Success, failed?: Failed): Promise<Outcome> {
    return this.#seed('ccGoReady', [queue, agent, success, failed]);
  }

  /** UNREADY (示忙). @param reason may be left out; it is counted by, so that a few fixed words are best. */
  ccGoBreak(queue: string, agent: string, success?: Success, failed?: Failed): Promise<Outcome>;
  ccGoBreak(queue: string, agent: string, reason?: string, success?: Success, failed?: Failed): Promise<Outcome>;
  ccGoBreak(...args: readonly unknown[]): Promise<Outcome> {
    return this.#seed('ccGoBreak', args);
  }

  /**
   * Calls back (外呼): the extension rings first, then `destNumber` is called.
   *
   * @param cidNumber the number that is shown; empty: the usual one.
   * @param earlyMedia whether the agent hears what the far end plays before it answers; left out: no.
   */
  ccDial(
    agent: string,
    extn: string,
    cidNumber: string,
    destNumber: string,
    earlyMedia?: boolean | Success,
    success?: Success | Failed,
    failed?: Failed,
  ): Promise<Outcome> {
    return this.#seed('ccDial', [agent, extn, cidNumber, destNumber, earlyMedia, success, failed]);
  }

  /**
   * Any function by its name.
   *
   * @throws VertoError unless `code` is 200; where `failed` was given, that is told instead and the promise resolves with the refusal.
   */
  run(func: string, data: Fields, success?: Success, failed?: Failed): Promise<Outcome> {
    const outcome = this.#ask(func, data);
    return outcome.then(
      (good) => {
        if (success) callSafely(() => success(good));
        return good;
      },
      (error: VertoError) => {
        if (failed === undefined && success === undefined) throw error;
        const bad = { code: error.code, message: error.message, reason: error.reason };
        if (failed) callSafely(() => failed(bad));
        return bad;
      },
    );
  }

  async #ask(func: string, data: Fields): Promise<Outcome> {
    const given = Object.fromEntries(Object.entries(data).filter(([, value]) => value !== undefined));
    const result = await this.verto.call('jsapi', { command: 'lua', data: { method: 'ccc', func, data: given } });
    const { code, message, reason } = result as Partial<Outcome>;
    if (code === 200) return { ...result, code, message, reason: reason ?? '' };
    const told = reason || (typeof message === 'string' ? message : 'Refused without a reason');
    throw new VertoError(typeof code === 'number' ? code : 500, typeof message === 'string' ? message : told, told);
  }

  /** Arguments by their order; an optional one that was left out has a callback in its place. */
  #seed(func: keyof typeof seedFunctions, given: readonly unknown[]): Promise<Outcome> {
    const data: Record<string, unknown> = {};
    let at = 0;
    for (const { name, ...argument } of seedFunctions[func] as readonly { name: string; optional?: true }[]) {
      if (argument.optional === true && typeof given[at] === 'function') continue;
      const value = given[at];
      if (value !== undefined && value !== null) data[name] = value;
      at += 1;
    }
    return this.run(func, data, given[at] as Success | undefined, given[at + 1] as Failed | undefined);
  }
}

for (const func of ownFunctions) {
  Object.defineProperty(VertoCallcenter.prototype, func, {
    value(this: VertoCallcenter, args: Args = {}, success?: Success, failed?: Failed): Promise<Outcome> {
      return this.run(func, args, success, failed);
    },
    writable: true,
    configurable: true,
  });
}
