// From who is to hear whom to bridges: a pure function, so that convergence is a comparison.
import type { ConnectionId, Hearing, Topology } from '@cordboard/domain';

/** Where a connection is to be. `bridge`: in the bridge of that key. */
export type Place =
  | { readonly kind: 'bridge'; readonly key: string }
  | { readonly kind: 'music'; readonly music: string }
  | { readonly kind: 'ringback' }
  | { readonly kind: 'silence' };

export type Arrangement = {
  readonly places: ReadonlyMap<ConnectionId, Place>;
  /** By key of a bridge: whom its one listener hears without being heard by them. */
  readonly snoops: ReadonlyMap<string, readonly ConnectionId[]>;
};

/**
 * Those who all hear each other, and nobody else, share a mixing bridge. Whoever hears otherwise has a bridge of his
 * own, into which those that he hears are brought by snooping.
 *
 * @param isThere whether there is a channel of the connection yet.
 */
export function arrangementOf(topology: Topology, isThere: (connectionId: ConnectionId) => boolean): Arrangement {
  const places = new Map<ConnectionId, Place>();
  const snoops = new Map<string, readonly ConnectionId[]>();
  const heardBy = new Map(
    topology.participants
      .filter(({ connectionId }) => isThere(connectionId))
      .map(({ connectionId, hears }) => [connectionId, heard(hears).filter(isThere)] as const),
  );
  for (const { connectionId, hears } of topology.participants) {
    const own = heardBy.get(connectionId);
    if (own === undefined) continue;
    if (hears.kind === 'music' || hears.kind === 'ringback') places.set(connectionId, hears);
    else if (own.length === 0) places.set(connectionId, { kind: 'silence' });
    else {
      const circle = circleOf(connectionId, own, heardBy);
      const key = circle ?? `own ${connectionId}`;
      places.set(connectionId, { kind: 'bridge', key });
      if (circle === null) snoops.set(key, own);
    }
  }
  return { places, snoops };
}

const heard = (hears: Hearing): readonly ConnectionId[] => (hears.kind === 'connections' ? hears.connectionIds : []);

/** The key of the circle of those who hear each other and nobody else; null: he is in none. */
function circleOf(
  connectionId: ConnectionId,
  own: readonly ConnectionId[],
  heardBy: ReadonlyMap<ConnectionId, readonly ConnectionId[]>,
): string | null {
  if (own.includes(connectionId)) return null;
  const circle = [connectionId, ...own].toSorted();
  const isClosed = own.every((other) => {
    const theirs = heardBy.get(other) ?? [];
    return !theirs.includes(other) && [other, ...theirs].toSorted().join(' ') === circle.join(' ');
  });
  return isClosed ? `all ${circle.join(' ')}` : null;
}
