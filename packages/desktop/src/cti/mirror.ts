// What the agent wants to be, held at every CTI server alike; at work at one of them, he is not ready at the others.
import type { AgentView, ClientState } from '@cordboard/client';

export type Intent = {
  readonly state: 'ready' | 'notReady';
  readonly reason: string;
  readonly queueIds: readonly string[];
};

/** The reason at the other servers while he is at work at one of them. */
export const elsewhere = 'elsewhere';

/** @returns what he wants, as his main server tells it; through a call, what he returns to. */
export function intentOf({ state, reason, pending, returnsTo, queueIds, blocked }: AgentView, before: Intent): Intent {
  if (state === 'null' || blocked) return before;
  if (state === 'ready') return { state, reason: '', queueIds };
  if (state === 'notReady') return reason === elsewhere ? { ...before, queueIds } : { state, reason, queueIds };
  const next = pending === null || pending.state === 'null' ? { state: returnsTo, reason } : pending;
  return {
    state: next.state === 'ready' ? 'ready' : 'notReady',
    reason: next.state === 'ready' ? '' : next.reason,
    queueIds,
  };
}

export type Step =
  | { readonly method: 'agent.setReady' }
  | { readonly method: 'agent.setNotReady'; readonly reason: string }
  | { readonly method: 'queue.signIn' | 'queue.signOut'; readonly queueIds: readonly string[] };

/**
 * The next step that brings a server to what is wanted; null: it is there, or cannot be now.
 *
 * @param isElsewhere he is at work at another server
 */
export function nextStep({ agent, queues }: ClientState, intent: Intent, isElsewhere: boolean): Step | null {
  if (agent === null || agent.blocked || agent.callIds.length > 0) return null;
  if (agent.state !== 'ready' && agent.state !== 'notReady') return null;
  if (isElsewhere) return setNotReady(agent, elsewhere);
  const known = new Set<string>(queues.map(({ queueId }) => queueId));
  const served = new Set<string>(agent.queueIds);
  const wanted = new Set(intent.queueIds);
  const out = [...served].filter((id) => !wanted.has(id));
  const into = intent.queueIds.filter((id) => known.has(id) && !served.has(id));
  if (out.length > 0) return { method: 'queue.signOut', queueIds: out };
  if (into.length > 0) return { method: 'queue.signIn', queueIds: into };
  if (intent.state === 'ready') return agent.state === 'ready' ? null : { method: 'agent.setReady' };
  return setNotReady(agent, intent.reason);
}

function setNotReady(agent: AgentView, reason: string): Step | null {
  const isThere = agent.state === 'notReady' && agent.reason === reason;
  return isThere ? null : { method: 'agent.setNotReady', reason };
}
