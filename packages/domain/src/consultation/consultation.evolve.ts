// How consultations change by what happened.
import { changeCall } from '../calls/call.evolve.ts';
import type { Call, Connection } from '../calls/call.ts';
import type { EventOf } from '../event.ts';
import type { CallId, Ms } from '../ids.ts';
import type { World } from '../world.ts';
import type { Consultation } from './consultation.ts';

export function consulted(world: World, event: EventOf<'call.consulted'>): void {
  const { connectionId: by, consultedId, state } = event;
  changeCall(world, event.callId, (call) => ({ ...call, consultation: { by, consulted: consultedId, state } }));
}

export function goneOn(world: World, event: EventOf<'call.alternated' | 'call.conferenced'>): void {
  const { callId, state } = event;
  changeCall(world, callId, (call) =>
    call.consultation === null ? call : { ...call, consultation: { ...call.consultation, state } },
  );
}

/** The consulted party has answered. */
export function answeredConsultation({ consultation }: Call): Consultation | null {
  if (consultation === null) return null;
  return { ...consultation, state: consultation.state === 'inviting' ? 'conference' : 'consulting' };
}

/**
 * One of its three has left: it is over. When that was the agent who asked, the call is the consulted party's from now on; while that one still
 * rings, the agent counts as having sent the call on.
 */
export function endConsultation(
  world: World,
  callId: CallId,
  { by, consulted: consultedId }: Consultation,
  gone: Connection,
  at: Ms,
): void {
  changeCall(world, callId, (call) => {
    if (gone.id !== by) return { ...call, consultation: null };
    const inherits = call.connections.find(({ id }) => id === consultedId);
    const rings = inherits !== undefined && inherits.connectedAt === null;
    return {
      ...call,
      connections: call.connections.map((one) => (one === inherits && !rings ? { ...one, countedFrom: at } : one)),
      consultation: null,
      ...(rings && gone.party.kind === 'agent' ? { sentOnBy: gone.party.agentId, recalled: false } : {}),
    };
  });
}
