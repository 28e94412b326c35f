// What a supervisor hears, and who hears him: the part he has in a call's arrangement.
import type { Call, Connection } from '../calls/call.ts';
import { together } from '../calls/conversation.ts';
import { connectionOfAgent, isOffer } from '../calls/parties.ts';
import type { Participant } from '../effect.ts';
import type { ConnectionId } from '../ids.ts';
import type { Supervisor } from './supervisor.ts';

/** He hears the agent, all who talk with the agent, and others who barge in; a whisper is between two. Only one who barges in is on record. */
export function supervising(call: Call, supervisor: Supervisor): Participant {
  const watched = connectionOfAgent(call, supervisor.watchedId);
  const connectionIds = watched === undefined ? [] : [watched, ...together(call, watched)].filter(isAudible).map(idOf);
  for (const other of call.supervisors) {
    if (other !== supervisor && other.mode === 'bargeIn' && other.connectedAt !== null) connectionIds.push(other.id);
  }
  return {
    connectionId: supervisor.id,
    stage: 'answered',
    hears: supervisor.connectedAt === null ? { kind: 'none' } : { kind: 'connections', connectionIds },
    track: call.recordingId !== null && supervisor.mode === 'bargeIn' ? 'agent' : null,
  };
}

const idOf = ({ id }: { readonly id: ConnectionId }): ConnectionId => id;

const isAudible = (connection: Connection): boolean =>
  isOffer(connection) ? connection.earlyMedia : connection.state === 'connected' && !connection.muted;

/** @returns the supervisors whom a party of the call hears. */
export function voicesFor(call: Call, connection: Connection): readonly ConnectionId[] {
  const voices: ConnectionId[] = [];
  for (const { id, mode, watchedId, connectedAt } of call.supervisors) {
    if (connectedAt === null || mode === 'listen') continue;
    const watched = connectionOfAgent(call, watchedId);
    if (watched === undefined) continue;
    if (watched.id === connection.id) voices.push(id);
    else if (mode === 'bargeIn' && together(call, watched).some((one) => one.id === connection.id)) voices.push(id);
  }
  return voices;
}
