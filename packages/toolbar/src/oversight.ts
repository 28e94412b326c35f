// What a supervisor sees and does, out of the server's views and into its methods.
import type { ClientState, CordboardClient } from '@cordboard/client';
import type { Intervention, LeaveApplication, Supervision } from './bar-state.ts';

export function supervisionOf({ supervision, agents }: ClientState): Supervision | null {
  if (supervision === null) return null;
  const { watchedId, mode, connectedAt, call } = supervision;
  const party = call.connections.find(({ party: who }) => who.kind === 'agent' && who.agentId === watchedId)?.party;
  return { agentId: watchedId, name: party?.name ?? agents.get(watchedId)?.name ?? watchedId, mode, connectedAt };
}

type LeaveView = ClientState['leaves'][number];

export function leaveOf(leave: LeaveView): LeaveApplication {
  const { agentId, name, state, reason, durationMs, appliedAt, overdue } = leave;
  return { agentId, name, state, reason, durationMs, appliedAt, overdue };
}

/** One who is at somebody's call already lets it go for another way of being there only by the supervision's own buttons. */
export function intervene(client: CordboardClient, what: Intervention, agentId: string): Promise<unknown> {
  switch (what) {
    case 'makeReady':
      return client.call('supervision.forceState', { agentId, state: 'ready' });
    case 'makeNotReady':
      return client.call('supervision.forceState', { agentId, state: 'notReady' });
    case 'signOutOther':
      return client.call('supervision.signOut', { agentId });
    case 'listen':
    case 'whisper':
    case 'bargeIn':
    case 'pickUp':
    case 'takeOver':
    case 'clearCall':
      return client.call(`supervision.${what}`, { agentId });
  }
}
