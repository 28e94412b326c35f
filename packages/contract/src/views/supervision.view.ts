// A supervision as the supervisor himself sees it, with the call he is at; nobody else is shown it.
import type { Agent, World } from '@cordboard/domain';
import { z } from 'zod';
import { agentId, callId, connectionId, make, supervisionMode } from '../fields.ts';
import { callView, viewCall } from './call.view.ts';
import type { Lookups } from './lookups.ts';

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

export function viewSupervision(world: World, agent: Agent, lookups: Lookups): SupervisionView | null {
  for (const watched of agent.callIds) {
    const call = world.calls.get(watched);
    const own = call?.supervisors.find(({ agentId: id }) => id === agent.id);
    if (call === undefined || own === undefined) continue;
    const { id, watchedId, mode, connectedAt } = own;
    return { callId: call.id, connectionId: id, watchedId, mode, connectedAt, call: viewCall(world, call, lookups) };
  }
  return null;
}
