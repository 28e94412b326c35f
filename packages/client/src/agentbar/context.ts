// What requests and happenings of AgentBar work with: the page's properties, the native client, and the events they raise.
import type { CallView, ConnectionView, MethodName, ParamsInputOf, ResultOf, StreamEvent } from '@cordboard/contract';
import type { CordboardClient } from '../client.ts';
import type { ClientState } from '../state.ts';
import type { BarEventName, BarMethodName, CheckedArgs, EventArgs, Outcome, PropertyValues } from './names.ts';
import type { BarView } from './view.ts';

export type BarContext = {
  readonly properties: PropertyValues;
  /** The native client; it exists once connecting has begun. */
  readonly client: CordboardClient;
  /** As it is now. */
  readonly state: ClientState;
  readonly view: BarView | null;
  /** Opens a page of its own, for WebUrl. */
  openPage(url: string): void;
  raise<E extends BarEventName>(event: E, ...args: EventArgs<E>): void;
  /** @throws CordboardError when it is refused; the class makes the code of it. */
  ask<M extends MethodName>(method: M, ...params: Params<M>): Promise<ResultOf<M>>;
  /** Another method of the class, as the page would call it. */
  run(method: BarMethodName, ...args: readonly unknown[]): Promise<Outcome>;
  /** Whether the page listens to an event, or to its twin. */
  hears(event: BarEventName): boolean;
  /** Something of ours or of the page failed that nobody asked for: SysThrowExceptionEvent. */
  threw(error: unknown): void;
  readonly memory: Memory;
};

type Params<M extends MethodName> =
  Record<string, never> extends ParamsInputOf<M> ? [params?: ParamsInputOf<M>] : [params: ParamsInputOf<M>];

/** What the class remembers between events; bounded by `barLimits`. */
export type Memory = {
  /** Connections whose ringing was told already. */
  readonly rung: Set<string>;
  /** Recordings whose beginning was told. */
  readonly recordings: Set<string>;
  /** Statuses told last, by agent. */
  readonly statuses: Map<string, number>;
  /** Whether the page signed the agent in, and has not signed him out. */
  signedIn: boolean;
  /** What he signed in as: a login need not be the agent's id. */
  login: string;
  /** Whether the page itself ended the connection. */
  leaving: boolean;
  /** Names of access numbers, of the directory. */
  accessNames: ReadonlyMap<string, string>;
  /** Names of groups, of the directory. */
  groupNames: ReadonlyMap<string, string>;
  /** When the numbers of the day are asked for again. */
  reportTimer: ReturnType<typeof setTimeout> | undefined;
};

/**
 * What a method does once its arguments and properties are in order.
 *
 * @returns what it came to; nothing: done. `{ retCode }` other than 0 is a failure that only the class can know.
 * @throws CordboardError when the server refuses.
 */
export type Answer = Partial<Outcome> | void;
export type Requests = {
  readonly [M in BarMethodName]: (context: BarContext, ...args: CheckedArgs<M>) => Promise<Answer> | Answer;
};
/** What is wrong although every argument is in order, as far as that is known without the server: a code, or 0. */
export type Checks = {
  readonly [M in BarMethodName]?: (context: BarContext, ...args: CheckedArgs<M>) => number;
};
/** What is raised besides ServerResponse when a method failed, for whatever reason. */
export type Failures = {
  readonly [M in BarMethodName]?: (context: BarContext, failure: Outcome, args: readonly unknown[]) => void;
};

export type HappeningContext = BarContext & { readonly before: ClientState; readonly ownId: string };
/** From native events to those of the page: one function each. */
export type Happenings = {
  readonly [T in StreamEvent['type']]?: (event: Extract<StreamEvent, { type: T }>, context: HappeningContext) => void;
};
/** What follows from the state being another one, whether by an event or by a snapshot. */
export type Change = (context: HappeningContext) => void;

/** The call the agent is in: the one he talks in before one that rings. */
export function ownCall(state: ClientState): { readonly call: CallView; readonly own: ConnectionView } | null {
  const agentId = state.agent?.agentId;
  let found = null;
  for (const call of state.calls) {
    const own = connectionOf(call, agentId);
    if (own === undefined) continue;
    if (own.state === 'connected' || own.state === 'hold') return { call, own };
    found ??= { call, own };
  }
  return found;
}

export const connectionOf = (call: CallView, agentId: string | undefined): ConnectionView | undefined =>
  call.connections.find(({ party, state }) => party.kind === 'agent' && party.agentId === agentId && state !== 'null');
