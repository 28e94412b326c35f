// From what the core declares to what the media half is to be told: a pure function, so that convergence is a comparison.
import type { ConnectionId, Hearing, Topology } from '@cordboard/domain';
import type { Hears, Listener } from '@cordboard/telephony';

export type Arrangement = {
  readonly listeners: readonly Listener[];
  /** Null while nothing is to be recorded, or nobody who is has audio yet. */
  readonly recording: {
    readonly recordingId: string;
    readonly agent: readonly string[];
    readonly customer: readonly string[];
    readonly paused: boolean;
  } | null;
};

/** @param endpointOf the endpoint's id of a connection; null while it has none. */
export function arrangementOf(
  topology: Topology,
  endpointOf: (connectionId: ConnectionId) => string | null,
): Arrangement {
  const listeners: Listener[] = [];
  const tracks: Record<'agent' | 'customer', string[]> = { agent: [], customer: [] };
  for (const { connectionId, hears, track } of topology.participants) {
    const endpointId = endpointOf(connectionId);
    if (endpointId === null) continue;
    listeners.push({ endpointId, hears: hearsOf(hears, endpointOf) });
    if (track !== null) tracks[track].push(endpointId);
  }
  const { recordingId, recordingPaused: paused } = topology;
  const recorded = recordingId !== null && tracks.agent.length + tracks.customer.length > 0;
  return { listeners, recording: recorded ? { recordingId, ...tracks, paused } : null };
}

function hearsOf(hearing: Hearing, endpointOf: (connectionId: ConnectionId) => string | null): Hears {
  if (hearing.kind !== 'connections') return hearing;
  return { kind: 'endpoints', endpointIds: hearing.connectionIds.map(endpointOf).filter((id) => id !== null) };
}
