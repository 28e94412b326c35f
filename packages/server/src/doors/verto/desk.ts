// What a person has before him: his own state and his calls, folded from the snapshot and the events behind it.
import type { AgentView, CallView, ConnectionView, QueueView, SnapshotState } from '@cordboard/contract';
import type { CoreEvent } from './events.ts';

export class Desk {
  readonly #own: string;
  readonly #calls = new Map<string, CallView>();
  readonly #queues = new Map<string, QueueView>();
  agent: AgentView | null = null;
  /** Of the last event that was folded in. */
  seq = 0;

  constructor(own: string) {
    this.#own = own;
  }

  get calls(): readonly CallView[] {
    return [...this.#calls.values()];
  }

  get queues(): readonly QueueView[] {
    return [...this.#queues.values()];
  }

  begin({ agent, calls, queues }: SnapshotState, seq: number): void {
    this.agent = agent;
    this.#calls.clear();
    this.#queues.clear();
    for (const call of calls) this.#calls.set(call.callId, call);
    for (const queue of queues) this.#queues.set(queue.queueId, queue);
    this.seq = seq;
  }

  fold({ agent, call, queue, seq, type, ...event }: CoreEvent): void {
    this.seq = seq;
    if (agent?.agentId === this.#own) this.agent = agent;
    if (queue !== undefined) this.#queues.set(queue.queueId, queue);
    if (type === 'call.cleared') this.#calls.delete(String(event['callId']));
    if (call === undefined) return;
    if (this.connectionIn(call) === null) this.#calls.delete(call.callId);
    else this.#calls.set(call.callId, call);
  }

  connectionIn(call: CallView): ConnectionView | null {
    return call.connections.find(({ party }) => party.kind === 'agent' && party.agentId === this.#own) ?? null;
  }

  /** His call of that id, or the one he is most likely to mean: the one that is talked on, else the latest. */
  call(callId: string | undefined): CallView | null {
    if (callId !== undefined) return this.#calls.get(callId) ?? null;
    const { calls } = this;
    return calls.findLast((call) => this.connectionIn(call)?.state === 'connected') ?? calls.at(-1) ?? null;
  }
}
