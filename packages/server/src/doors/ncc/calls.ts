// The calls of one user as the CTI API shows them, folded from the core's events; those that are over stay until they are closed.
import type { AgentView, CallView } from '@cordboard/contract';
import type { NccEvent } from '@cordboard/contract/dialects/ncc';
import { changedParams, connectionOf, isChanged, statusOf, type CallStatus } from './call-status.ts';
import type { CoreEvent } from './core-event.ts';
import type { NccLimits } from './limits.ts';
import type { Fields } from './message.ts';
import { secondsOf } from './seconds.ts';
import { Transfers, type Before } from './transfers.ts';

export type Told = readonly [name: NccEvent, fields: Fields];
/** What the user's programs noted about a call. */
export type LocalParams = Readonly<Record<string, string>>;

export class Calls {
  readonly transfers: Transfers;
  readonly #agentId: string;
  readonly #limits: NccLimits;
  /** By the core's id of the call. */
  readonly #live = new Map<string, Before>();
  /** By `cid`. */
  readonly #ended = new Map<string, CallStatus>();
  readonly #localParams = new Map<string, LocalParams>();

  constructor(agentId: string, limits: NccLimits) {
    this.#agentId = agentId;
    this.#limits = limits;
    this.transfers = new Transfers(agentId, limits.nccMaxSentOn);
  }

  /** Every call as `Calls` lists it, the earliest first. */
  get all(): readonly Fields[] {
    const statuses = [...this.#ended.values(), ...[...this.#live.values()].map(({ status }) => status)];
    return statuses.map((status) => this.#whole(status));
  }

  get isEmpty(): boolean {
    return this.#live.size === 0;
  }

  /** When he began to talk (s since the Unix epoch); null: he does not. */
  get speakingSince(): number | null {
    const answers = [...this.#live.values()].flatMap(({ status }) => status.answerTime ?? []);
    return answers.length === 0 ? null : Math.max(...answers);
  }

  begin(calls: readonly CallView[]): void {
    for (const call of calls) {
      const own = connectionOf(call, this.#agentId);
      if (own !== undefined) this.#live.set(call.callId, { call, status: statusOf(call, own, undefined) });
    }
  }

  /** @param cid in whichever type it came. */
  find(cid: unknown): CallStatus | undefined {
    const live = [...this.#live.values()].find(({ status }) => status.cid === String(cid));
    return live?.status ?? this.#ended.get(String(cid));
  }

  localParamsOf(cid: string): LocalParams {
    return this.#localParams.get(cid) ?? {};
  }

  setLocalParam(cid: string, name: string, value: string): void {
    this.#localParams.set(cid, { ...this.localParamsOf(cid), [name]: value });
  }

  fold(event: CoreEvent): readonly Told[] {
    const callId = String(event['callId']);
    const before = this.#live.get(callId);
    return [...this.transfers.fold(event, before), ...this.#change(event, callId, before)];
  }

  /** What is over is done with, unless he works on it still, or it is not said yet what he does now. */
  closeWorkedOn({ state, callIds }: AgentView, wrapUpCallId: string | null): readonly Told[] {
    if (state === 'busy' && callIds.length === 0) return [];
    const over = [...this.#ended.values()].filter(
      ({ params }) => state !== 'workingAfterCall' || params['sessionId'] !== wrapUpCallId,
    );
    return over.map(({ cid }) => this.close(cid));
  }

  close(cid: string): Told {
    this.#ended.delete(cid);
    this.#localParams.delete(cid);
    return ['OnClose', { cid }];
  }

  #change({ type, call, at }: CoreEvent, callId: string, before: Before | undefined): readonly Told[] {
    const own = call === undefined ? undefined : connectionOf(call, this.#agentId);
    if (call === undefined || own === undefined) {
      const isGone = call !== undefined || type === 'call.cleared';
      return isGone && before !== undefined ? this.#end(callId, before.status, at) : [];
    }
    if (before === undefined || before.status.cid !== own.connectionId) {
      const ended = before === undefined ? [] : this.#end(callId, before.status, at);
      const status = statusOf(call, own, undefined);
      this.#live.set(callId, { call, status });
      return [...ended, ['NewCall', status]];
    }
    const status = statusOf(call, own, before.status);
    this.#live.set(callId, { call, status });
    const params = changedParams(before.status, status);
    return [
      ...(Object.keys(params).length === 0 ? [] : [['CallParamsUpdated', { cid: status.cid, params }] as const]),
      ...(isChanged(before.status, status) ? [['CallStatus', this.#whole(status)] as const] : []),
    ];
  }

  #end(callId: string, last: CallStatus, at: number): readonly Told[] {
    this.#live.delete(callId);
    this.transfers.breaks(last.cid, false);
    const status: CallStatus = { ...last, state: 'ended', hold: false, hangupTime: secondsOf(at) };
    this.#ended.set(status.cid, status);
    const [oldest] = this.#ended.keys();
    const isTooMany = this.#ended.size > this.#limits.nccMaxEndedCalls && oldest !== undefined;
    return [['CallStatus', this.#whole(status)], ...(isTooMany ? [this.close(oldest)] : [])];
  }

  #whole(status: CallStatus): Fields {
    return { ...status, localParams: this.localParamsOf(status.cid) };
  }
}
