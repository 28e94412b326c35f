// The agent's own part in a call of a CTI server.
import type { AgentView, CallView, ConnectionView } from '@cordboard/client';

/** How far a call has come for the agent. */
export type Phase = 'ringing' | 'dialling' | 'talking' | 'held' | 'consulting';

/** @returns his connection; null when he is no longer in the call. */
export function ownConnection(call: CallView, agent: AgentView): ConnectionView | null {
  return (
    call.connections.find(
      ({ party, state }) => party.kind === 'agent' && party.agentId === agent.agentId && state !== 'null',
    ) ?? null
  );
}

/** Whether the agent called: `direction` of his connection is the other way round, for his telephone was called for him. */
export function isCaller(call: CallView, own: ConnectionView): boolean {
  return call.from.kind === 'agent' && own.party.kind === 'agent' && call.from.agentId === own.party.agentId;
}

export function phaseOf(call: CallView, own: ConnectionView): Phase | null {
  // On its way to his telephone it is his already: queues offer him no other.
  if (own.state === 'alerting' || own.state === 'initiated') return isCaller(call, own) ? 'dialling' : 'ringing';
  if (own.state === 'hold') return 'held';
  if (own.state !== 'connected') return null;
  const { consultation } = call;
  const isAsking = consultation?.by === own.connectionId;
  if (isAsking && (consultation.state === 'ringing' || consultation.state === 'consulting')) return 'consulting';
  return 'talking';
}

/** Who is on the other side: not the one who is asked in a consultation. */
export function otherParty(call: CallView, own: ConnectionView): ConnectionView['party'] | null {
  const { consultation } = call;
  const asked = consultation?.by === own.connectionId ? consultation.consulted : null;
  const others = call.connections.filter(
    (other) => other !== own && other.state !== 'null' && other.connectionId !== asked,
  );
  const other = others.find(({ state }) => state === 'connected' || state === 'hold') ?? others[0];
  return other?.party ?? (isCaller(call, own) ? null : call.from);
}

export const numberOf = (party: ConnectionView['party']): string =>
  party.kind === 'outside' ? party.number : party.deviceId;
