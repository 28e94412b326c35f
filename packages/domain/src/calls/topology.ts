// Who hears whom in a call, from the state of its connections alone: hold, mute, music, ringing are nothing but this.
import type { Hearing, Participant, Topology } from '../effect.ts';
import type { World } from '../world.ts';
import type { Call, Connection } from './call.ts';
import { isTalking } from './connection.evolve.ts';
import { isOffer } from './parties.ts';

/** What is heard by a held caller of no queue. */
export const defaultMusic = 'default';

/** @returns the whole arrangement of a call, for the switch to match. */
export function topologyOf(world: World, call: Call): Topology {
  const participants = call.connections.map((connection): Participant => ({
    connectionId: connection.id,
    stage: stageOf(call, connection),
    hears: hearingOf(world, call, connection),
    track: call.recordingId === null ? null : connection.party.kind === 'agent' ? 'agent' : 'customer',
  }));
  return { callId: call.id, participants, recordingId: call.recordingId };
}

/** A caller is told how far the one he calls has come (RFC 3261 §13.3.1.1). */
function stageOf(call: Call, connection: Connection): Participant['stage'] {
  if (connection.direction === 'out' || isTalking(connection)) return 'answered';
  if (call.connections.some((other) => isOffer(other) && other.earlyMedia)) return 'early';
  return call.connections.some((other) => isOffer(other) && other.state === 'alerting') ? 'ringing' : 'proceeding';
}

function hearingOf(world: World, call: Call, connection: Connection): Hearing {
  if (connection.state === 'hold' || isOffer(connection)) return { kind: 'none' };
  const others = call.connections.filter(({ id }) => id !== connection.id);
  if (call.ivr !== null) return { kind: 'none' };
  if (call.queue !== null) {
    return { kind: 'music', music: musicOf(world, call) };
  }
  const talking = others.filter(isTalking);
  if (talking.length > 0) {
    const audible = talking.filter(({ state, muted }) => state === 'connected' && !muted);
    if (audible.length === 0 && talking.every(({ state }) => state === 'hold')) {
      return { kind: 'music', music: musicOf(world, call) };
    }
    return { kind: 'connections', connectionIds: audible.map(({ id }) => id) };
  }
  const early = others.filter((other) => isOffer(other) && other.earlyMedia);
  if (early.length > 0) return { kind: 'connections', connectionIds: early.map(({ id }) => id) };
  return others.some(isOffer) && (connection.state === 'connected' || others.some(({ state }) => state === 'alerting'))
    ? { kind: 'ringback' }
    : { kind: 'none' };
}

function musicOf(world: World, call: Call): string {
  const queueId = call.queue?.queueId ?? call.history.queueId;
  return (queueId === null ? undefined : world.directory.queues.get(queueId)?.music) ?? defaultMusic;
}
