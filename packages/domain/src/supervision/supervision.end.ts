// How a supervision ends: the supervisor leaves, or the one he watches does.
import type { Call, Connection } from '../calls/call.ts';
import type { Decision } from '../decision.ts';
import type { AgentId, Ms } from '../ids.ts';
import type { ClearCause } from '../input.ts';
import { noAnswerTimer } from '../timer-ids.ts';
import type { Supervisor } from './supervisor.ts';

/** @param ending `wish`: the switch does not know yet. */
export function endSupervision(
  call: Call,
  supervisor: Supervisor,
  { cause, at, wish }: { readonly cause: ClearCause; readonly at: Ms; readonly wish: boolean },
  decision: Decision,
): void {
  const { id: connectionId, agentId: supervisorId, watchedId, mode, connectedAt } = supervisor;
  const callId = call.id;
  decision.events.push({ at, type: 'supervision.ended', callId, connectionId, supervisorId, watchedId, mode, cause });
  if (wish) decision.effects.push({ effect: 'clear', connectionId, cause });
  if (connectedAt === null) decision.effects.push({ effect: 'cancelTimer', timerId: noAnswerTimer(connectionId) });
  const connection = asConnection(supervisor);
  decision.next.push({ at, type: 'agentFreed', agentId: supervisorId, callId, connection, cause });
}

/** The agent leaves the call: nobody is left to be watched. */
export function endSupervisionsOf(call: Call, watchedId: AgentId, cause: ClearCause, at: Ms, decision: Decision): void {
  for (const supervisor of call.supervisors) {
    if (supervisor.watchedId === watchedId) endSupervision(call, supervisor, { cause, at, wish: true }, decision);
  }
}

/** The supervisor as a party of the call. */
export function asConnection(supervisor: Supervisor, name = ''): Connection {
  const { id, agentId, deviceId, since, connectedAt } = supervisor;
  return {
    id,
    party: { kind: 'agent', agentId, deviceId, name },
    direction: 'out',
    state: connectedAt === null ? 'initiated' : 'connected',
    muted: false,
    earlyMedia: false,
    queueId: null,
    purpose: 'takeOver',
    askedBy: agentId,
    since,
    alertingAt: null,
    connectedAt,
    countedFrom: null,
    heldMs: 0,
  };
}
