// Whose history and recordings a person may see: his own always, others' by his role's rights and scope.
import type { AgentId, Configuration, Refusal, Right } from '@cordboard/domain';
import type { Session } from './core.ts';
import type { Store } from './storage/store.ts';

/**
 * @param right what a role needs to look at somebody else.
 * @returns null when `viewer` may.
 */
export function mayLookAt(
  configuration: Configuration,
  viewer: AgentId,
  agentId: AgentId,
  right: Right,
): Refusal | null {
  if (viewer === agentId) return null;
  const own = configuration.agents.find((agent) => agent.id === viewer);
  const other = configuration.agents.find((agent) => agent.id === agentId);
  const role = configuration.roles.find((each) => each.id === own?.roleId);
  if (other === undefined) return { refused: 'unknownAgent', field: 'agentId' };
  const inScope = role?.scope === 'tenant' || (role?.scope === 'group' && other.groupId === own?.groupId);
  return inScope && role.rights.includes(right) ? null : { refused: 'notPermitted', field: 'agentId' };
}

/** The file of a recording, for somebody who took part in the call or may listen to one who did. */
export async function findRecording(
  store: Pick<Store, 'recordings' | 'callRecords'>,
  configuration: Configuration,
  session: Session,
  recordingId: string,
): Promise<{ readonly path: string } | Refusal> {
  const [recording] = await store.recordings(session.tenantId, { recordingId, limit: 1 });
  if (recording === undefined || recording.path === null) return { refused: 'unknownCall', field: 'recordingId' };
  const [record] = await store.callRecords(session.tenantId, { callId: recording.callId, limit: 1 });
  const agentIds = record?.agentIds ?? [];
  const allowed = agentIds.some((agentId) => mayLookAt(configuration, session.agentId, agentId, 'listen') === null);
  return allowed ? { path: recording.path } : { refused: 'notPermitted', field: 'recordingId' };
}
