// What the log says of the life of calls, people and telephones: one line per step, with ids and never with numbers or what was typed.
import type { Event, EventOf, EventType } from '@cordboard/domain';

type Line<T extends EventType> = (event: EventOf<T>) => readonly [message: string, fields: object];

const lines: { readonly [T in EventType]?: Line<T> } = {
  'session.opened': ({ sessionId, agentId, accompanies }) => ['session opened', { sessionId, agentId, accompanies }],
  'session.closed': ({ sessionId, agentId, how }) => ['session closed', { sessionId, agentId, how }],
  'device.registered': ({ deviceId, userAgent }) => ['telephone registered', { deviceId, userAgent }],
  'device.unregistered': ({ deviceId }) => ['telephone gone', { deviceId }],
  'agent.loggedOn': ({ agentId, deviceId }) => ['agent signed in', { agentId, deviceId }],
  'agent.loggedOff': ({ agentId, reason }) => ['agent signed out', { agentId, reason }],
  'call.originated': ({ callId, kind, direction }) => ['call begun', { callId, kind, direction }],
  'call.queued': ({ callId, queueId }) => ['call waits', { callId, queueId }],
  'call.offered': ({ callId, connectionId, queueId }) => ['call offered', { callId, connectionId, queueId }],
  'call.established': ({ callId, connectionId }) => ['call answered', { callId, connectionId }],
  'call.transferred': ({ callId, connectionId }) => ['call transferred', { callId, connectionId }],
  'call.outOfReach': ({ callId }) => ['the switch of the call is away', { callId }],
  'call.withinReach': ({ callId }) => ['the switch of the call is back', { callId }],
  'call.connectionCleared': ({ callId, connectionId, cause }) => ['party left', { callId, connectionId, cause }],
  'call.cleared': ({ callId, cause }) => ['call over', { callId, cause }],
  'recording.started': ({ callId, recordingId }) => ['recording begun', { callId, recordingId }],
  'recording.stopped': ({ callId, recordingId }) => ['recording kept', { callId, recordingId }],
  'recording.paused': ({ callId, recordingId, by }) => ['recording paused', { callId, recordingId, by }],
  'recording.resumed': ({ callId, recordingId, by }) => ['recording goes on', { callId, recordingId, by }],
  'recording.failed': ({ callId, recordingId, cause }) => ['recording lost', { callId, recordingId, cause }],
};

/** The line for an event; null: it is no step of a life. */
export function lifecycleLine(event: Event): readonly [message: string, fields: object] | null {
  const line = lines[event.type] as ((event: Event) => readonly [string, object]) | undefined;
  return line?.(event) ?? null;
}
