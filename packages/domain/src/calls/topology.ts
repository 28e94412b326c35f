// Who hears whom in a call, from the state of its connections alone: hold, mute, music, ringing are nothing but this.
import type { Hearing, Participant, Topology } from '../effect.ts';
import { supervising, voicesFor } from '../supervision/hearing.ts';
import type { World } from '../world.ts';
import type { Call, Connection } from './call.ts';
import { isTalking } from './connection.evolve.ts';
import { isApart, together } from './conversation.ts';
import { isOffer } from './parties.ts';

/** What is heard by a held caller of no queue. */
export const defaultMusic = 'default';

/** @returns the whole arrangement of a call, for the switch to match. */
export function topologyOf(world: World, call: Call): Topology {
  const participants = call.connections.map((connection): Participant => ({
    connectionId: connection.id,
    stage: stageOf(call, connection),
    hears: hearingOf(world, call, connection),
    track: call.recordingId === null ? null : trackOf(call, connection),
  }));
  for (const supervisor of call.supervisors) participants.push(supervising(call, supervisor));
  const { id: callId, recordingId, recordingPause } = call;
  return { callId, participants, recordingId, recordingPaused: recordingPause !== null };
}

/** The house speaks on one track, whoever is asked by it among them. */
const trackOf = (call: Call, { id, party }: Connection): Participant['track'] =>
  party.kind === 'agent' || call.consultation?.consulted === id ? 'agent' : 'customer';

/** A caller is told how far the one he calls has come (RFC 3261 §13.3.1.1). */
function stageOf(call: Call, connection: Connection): Participant['stage'] {
  if (connection.direction === 'out' || isTalking(connection)) return 'answered';
  if (call.connections.some((other) => isOffer(other) && other.earlyMedia)) return 'early';
  return call.connections.some((other) => isOffer(other) && other.state === 'alerting') ? 'ringing' : 'proceeding';
}

function hearingOf(world: World, call: Call, connection: Connection): Hearing {
  if (connection.state === 'hold' || isOffer(connection)) return { kind: 'none' };
  const hearing = hearingOfParties(world, call, connection);
  if (call.supervisors.length === 0) return hearing;
  const voices = voicesFor(call, connection);
  if (voices.length === 0) return hearing;
  const parties = hearing.kind === 'connections' ? hearing.connectionIds : [];
  return { kind: 'connections', connectionIds: [...parties, ...voices] };
}

function hearingOfParties(world: World, call: Call, connection: Connection): Hearing {
  if (call.ivr !== null) return { kind: 'none' };
  if (call.queue !== null) return { kind: 'music', music: musicOf(world, call) };
  if (connection.purpose === 'check') {
    return { kind: 'connections', connectionIds: isAudible(connection) ? [connection.id] : [] };
  }
  const others = together(call, connection);
  const talking = others.filter(isTalking);
  if (talking.length > 0) {
    const audible = talking.filter(isAudible);
    if (audible.length === 0 && talking.every(({ state }) => state === 'hold')) {
      return { kind: 'music', music: musicOf(world, call) };
    }
    return { kind: 'connections', connectionIds: audible.map(({ id }) => id) };
  }
  const early = others.filter((other) => isOffer(other) && other.earlyMedia);
  if (early.length > 0) return { kind: 'connections', connectionIds: early.map(({ id }) => id) };
  if (!others.some(isOffer)) return isApart(call, others) ? { kind: 'music', music: musicOf(world, call) } : none;
  return connection.state === 'connected' || others.some(({ state }) => state === 'alerting')
    ? { kind: 'ringback' }
    : none;
}

const none: Hearing = { kind: 'none' };

const isAudible = ({ state, muted }: Connection): boolean => state === 'connected' && !muted;

function musicOf(world: World, call: Call): string {
  const queueId = call.queue?.queueId ?? call.history.queueId;
  return (queueId === null ? undefined : world.directory.queues.get(queueId)?.music) ?? defaultMusic;
}
