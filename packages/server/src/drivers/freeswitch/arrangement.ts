// From who is to hear whom to places and relations in one room: pure functions, so that convergence is a comparison.
import type { ConnectionId, Participant, Topology } from '@cordboard/domain';

/** Where a connection is to be. */
export type Place =
  | { readonly kind: 'room' }
  | { readonly kind: 'echo' }
  | { readonly kind: 'music'; readonly music: string }
  | { readonly kind: 'ringback' }
  | { readonly kind: 'silence' };

export type Arrangement = {
  readonly places: ReadonlyMap<ConnectionId, Place>;
  /** Of those in the room: whom each hears. */
  readonly hears: ReadonlyMap<ConnectionId, ReadonlySet<ConnectionId>>;
};

/**
 * Whoever hears somebody, or is heard, is in the call's room; music, ringback and silence are outside of it.
 *
 * @param readiness `answered`: can be anywhere; `parked`: hears music and ringback at most; null: cannot be sent anywhere.
 */
export function arrangementOf(
  { participants }: Topology,
  readiness: (connectionId: ConnectionId) => 'answered' | 'parked' | null,
): Arrangement {
  const audible = participants.filter(({ connectionId, hears }) => {
    const isElsewhere = hears.kind === 'music' || hears.kind === 'ringback';
    return !isElsewhere && readiness(connectionId) === 'answered';
  });
  const there = new Set(audible.map(({ connectionId }) => connectionId));
  const heard = new Map(audible.map((one) => [one.connectionId, heardBy(one, there)]));
  const isHeard = (id: ConnectionId): boolean =>
    [...heard].some(([listener, others]) => listener !== id && others.has(id));
  const places = new Map<ConnectionId, Place>();
  const hears = new Map<ConnectionId, ReadonlySet<ConnectionId>>();
  for (const participant of participants) {
    const { connectionId: id } = participant;
    const own = heard.get(id);
    if (own === undefined) {
      const place = placeOutside(participant, readiness(id));
      if (place !== null) places.set(id, place);
    } else if (isHeard(id) || [...own].some((other) => other !== id)) {
      places.set(id, { kind: 'room' });
      hears.set(id, own);
    } else places.set(id, { kind: own.has(id) ? 'echo' : 'silence' });
  }
  return { places, hears };
}

function heardBy({ hears }: Participant, there: ReadonlySet<ConnectionId>): ReadonlySet<ConnectionId> {
  return new Set(hears.kind === 'connections' ? hears.connectionIds.filter((id) => there.has(id)) : []);
}

function placeOutside({ hears, stage }: Participant, readiness: 'answered' | 'parked' | null): Place | null {
  if (readiness === null || (hears.kind !== 'music' && hears.kind !== 'ringback')) return null;
  return readiness === 'answered' || stage === 'early' ? hears : null;
}

/** Where somebody is sent, in the words of the inline dialplan. */
export function destinationOf(place: Place, room: string): string {
  switch (place.kind) {
    // Nobody hears or is heard before the relations stand.
    case 'room':
      return `conference:${room}@cordboard+flags{mute|deaf}`;
    case 'echo':
      return 'echo';
    case 'music':
      // Music that is not there would end the call: silence comes behind it.
      return `m:^:endless_playback:local_stream://${place.music.replaceAll(/[^\w./-]/gu, '_')}^park`;
    case 'ringback':
      return 'm:^:endless_playback:tone_stream://%(2000,4000,440,480);loops=-1';
    case 'silence':
      return 'park';
  }
}

export const isMusic = (destination: string | null): boolean => destination?.includes('local_stream://') === true;

/** Members by their numbers: who must not be heard by whom. */
export function unheardIn(
  members: ReadonlyMap<ConnectionId, string>,
  hears: Arrangement['hears'],
): ReadonlyMap<string, ReadonlySet<string>> {
  return new Map(
    [...members].map(([listener, member]) => {
      const others = [...members].filter(([id]) => id !== listener && hears.get(listener)?.has(id) !== true);
      return [member, new Set(others.map(([, number]) => number))];
    }),
  );
}
