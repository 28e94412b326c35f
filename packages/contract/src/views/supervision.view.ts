// A supervision as the supervisor himself sees it, with the call he is at; nobody else is shown it.
import { supervisionOf, type Agent, type World } from '@cordboard/domain';
import { z } from 'zod';
import { agentId, callId, connectionId, make, supervisionMode } from '../fields.ts';
import type { Allowed } from './agent.view.ts';
import { callView, viewCall } from './call.view.ts';

export const supervisionView = z
  .strictObject({
    callId,
    connectionId,
    watchedId: agentId,
    mode: supervisionMode,
    connectedAt: make.instant('His telephone answered').nullable(),
    call: callView,
  })
  .meta({ id: 'SupervisionView', description: 'The call at which a supervisor is, and how.' });
export type SupervisionView = z.output<typeof supervisionView>;

export function viewSupervision(world: World, agent: Agent, allowed: Allowed): SupervisionView | null {
  const found = supervisionOf(world, agent);
  if (found === null) return null;
  const { call, supervisor } = found;
  const { id, watchedId, mode, connectedAt } = supervisor;
  return { callId: call.id, connectionId: id, watchedId, mode, connectedAt, call: viewCall(world, call, allowed) };
}
