// What the page around the bar is told: one typed event for each thing that a page would act on, made from two states that follow each other.
import type { BarState, CallPhase, Me, MyCall } from './bar-state.ts';
import type { Language } from './strings.table.ts';

export type SessionDetail = {
  readonly signedIn: boolean;
  readonly agentId: string | null;
  /** This tab holds the session and the sound; of several tabs of one page one does. */
  readonly leads: boolean;
};
export type AgentDetail = Pick<Me, 'agentId' | 'state' | 'reason' | 'pending'> & { readonly leads: boolean };
export type CallDetail = {
  readonly callId: string;
  readonly phase: CallPhase | 'ended';
  /** As it is now; of a call that has ended: as it was last. */
  readonly call: MyCall;
  readonly leads: boolean;
};
export type ChangeDetail = { readonly state: BarState; readonly language: Language };

export type BarEvents = {
  /** The agent has begun or ended his work. */
  readonly 'cordboard-session': SessionDetail;
  /** The agent's state, its reason or what comes next is another. */
  readonly 'cordboard-agent': AgentDetail;
  /** A call has come, gone on to another phase, been given data, or ended. */
  readonly 'cordboard-call': CallDetail;
  /** Anything at all. */
  readonly 'agent-bar-change': ChangeDetail;
};

export type PageEvent = {
  readonly [Name in keyof BarEvents]: { readonly name: Name; readonly detail: BarEvents[Name] };
}[keyof BarEvents];

/** A session without its agent has only just begun: who it is comes with the next state. */
const workerOf = ({ session, me }: BarState): Me | null => (session === 'signedIn' ? me : null);

function sessionEvents(before: BarState, now: BarState): readonly PageEvent[] {
  const [was, is] = [workerOf(before), workerOf(now)];
  if (was?.agentId === is?.agentId) return [];
  const agentId = is?.agentId ?? was?.agentId ?? null;
  return [{ name: 'cordboard-session', detail: { signedIn: is !== null, agentId, leads: now.tabs.leads } }];
}

function agentEvents(before: BarState, now: BarState): readonly PageEvent[] {
  const me = workerOf(now);
  if (!me) return [];
  const was = workerOf(before);
  const samePending = was?.pending?.state === me.pending?.state && was?.pending?.reason === me.pending?.reason;
  if (was && was.state === me.state && was.reason === me.reason && samePending) return [];
  const { agentId, state, reason, pending } = me;
  return [{ name: 'cordboard-agent', detail: { agentId, state, reason, pending, leads: now.tabs.leads } }];
}

const sameData = (a: MyCall, b: MyCall): boolean => JSON.stringify(a.data) === JSON.stringify(b.data);

function callEvents(before: BarState, now: BarState): readonly PageEvent[] {
  const { leads } = now.tabs;
  const told = (call: MyCall, phase: CallPhase | 'ended'): PageEvent => ({
    name: 'cordboard-call',
    detail: { callId: call.callId, phase, call, leads },
  });
  const changed = now.calls.filter((call) => {
    const was = before.calls.find((one) => one.callId === call.callId);
    return !was || was.phase !== call.phase || !sameData(was, call);
  });
  const gone = before.calls.filter((call) => !now.calls.some((one) => one.callId === call.callId));
  return [...gone.map((call) => told(call, 'ended')), ...changed.map((call) => told(call, call.phase))];
}

/** @returns what to tell, in order: the session before what is in it, calls that ended before those that came */
export function eventsBetween(before: BarState, now: BarState): readonly PageEvent[] {
  return [...sessionEvents(before, now), ...callEvents(before, now), ...agentEvents(before, now)];
}

declare global {
  interface GlobalEventHandlersEventMap {
    'cordboard-session': CustomEvent<SessionDetail>;
    'cordboard-agent': CustomEvent<AgentDetail>;
    'cordboard-call': CustomEvent<CallDetail>;
    'agent-bar-change': CustomEvent<ChangeDetail>;
  }
}
