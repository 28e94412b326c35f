// What a client starts from: its agent, his calls, his queues and his telephone, at one position of the stream.
import type { AgentId, Call, CallId, DeviceId, RoleProfile, World } from '@cordboard/domain';
import { z } from 'zod';
import { agentId, deviceId, gradingLanguage, ivrId, personName, position, rank, right, scope } from '../fields.ts';
import { limits } from '../limits.ts';
import { agentView, viewAgent } from './agent.view.ts';
import { supervisionView, viewSupervision } from './supervision.view.ts';
import { callView, viewCall } from './call.view.ts';
import { deviceView, viewDevice } from './device.view.ts';
import { leaveView, viewLeave } from './leave.view.ts';
import type { Lookups } from './lookups.ts';
import { queueView, viewQueue } from './queue.view.ts';

export const snapshotState = z.strictObject({
  agent: agentView.nullable(),
  rights: z.strictObject({ rank, scope, rights: z.array(right).readonly() }),
  calls: z.array(callView).readonly().meta({ description: 'The calls that the agent is in.' }),
  watched: z
    .array(callView)
    .max(limits.maxListItems)
    .readonly()
    .meta({ description: 'Calls of others, for who may watch them: the latest 500 at most.' }),
  supervision: supervisionView.nullable().meta({ description: 'The supervision that the agent is in.' }),
  queues: z.array(queueView).readonly().meta({ description: 'His queues; all of them for who may watch queues.' }),
  device: deviceView.nullable().meta({ description: 'The telephone he works at.' }),
  devices: z
    .array(z.strictObject({ deviceId, name: personName, registered: z.boolean(), agentId: agentId.nullable() }))
    .readonly()
    .meta({
      description: 'Telephones to choose from at sign-in: the free ones and his own, in the order they were set up.',
    }),
  leaves: z
    .array(leaveView)
    .readonly()
    .meta({ description: 'Leaves under way that one may decide on, the earliest application first.' }),
  ivrs: z
    .array(z.strictObject({ ivrId, name: personName }))
    .readonly()
    .meta({ description: 'Voice menus a call can be sent to.' }),
  gradingLanguages: z
    .array(gradingLanguage)
    .readonly()
    .meta({ description: 'Languages in which a customer can be asked for a mark; empty: grading is not set up.' }),
});
export type SnapshotState = z.output<typeof snapshotState>;

export const snapshot = snapshotState
  .extend({
    position,
    serverTime: z.number().int().meta({ description: 'Clock of the server (ms since the Unix epoch).' }),
    demo: z.boolean().meta({ description: 'Whether this server answers demo.call.' }),
    limits: z.strictObject({
      maxFrameBytes: z.number().int(),
      maxBatch: z.number().int(),
      maxInFlight: z.number().int(),
      requestsPerSecond: z.number(),
      heartbeatMs: z.number().int(),
    }),
  })
  .meta({ id: 'Snapshot', description: 'State to start from; events after `position` follow.' });
export type Snapshot = z.output<typeof snapshot>;

const noRole: Pick<RoleProfile, 'rank' | 'scope' | 'rights'> = { rank: 'agent', scope: 'own', rights: [] };

export type Reach = {
  /** The domain's `leavesInReach`. */
  readonly leavesOf: readonly AgentId[];
  /** The domain's `callsInReach`. */
  readonly callIds: readonly CallId[];
};

/**
 * The part of a snapshot that comes from the world; the door adds position, clock and limits.
 *
 * @param own whose session asks.
 * @param reach whom and what the asker may see of others.
 */
export function snapshotOf(world: World, own: AgentId, lookups: Lookups, reach: Reach): SnapshotState {
  const { directory } = world;
  const agent = world.agents.get(own);
  const roleId = directory.agents.get(own)?.roleId;
  const role = (roleId && directory.roles.get(roleId)) ?? noRole;
  const calls = (agent?.callIds ?? [])
    .map((id) => world.calls.get(id))
    .filter((call): call is Call => call !== undefined && call.supervisors.every(({ agentId: id }) => id !== own));
  const ownQueues = new Set(directory.memberships.get(own)?.map(({ queueId }) => queueId));
  const seesAll = role.rights.includes('watchQueues') && role.scope === 'tenant';
  return {
    agent: agent === undefined ? null : viewAgent(world, agent, lookups),
    rights: { rank: role.rank, scope: role.scope, rights: role.rights },
    calls: calls.map((call) => viewCall(world, call, lookups)),
    watched: reach.callIds.flatMap((id) => world.calls.get(id) ?? []).map((call) => viewCall(world, call, lookups)),
    supervision: agent === undefined ? null : viewSupervision(world, agent, lookups),
    queues: [...world.queues.values()]
      .filter(({ id }) => seesAll || ownQueues.has(id))
      .map((queue) => viewQueue(world, queue)),
    device: agent?.deviceId === undefined || agent.deviceId === null ? null : viewDevice(world, agent.deviceId),
    devices: offerDevices(world, own),
    leaves: reach.leavesOf.flatMap((id) => viewLeave(world, id) ?? []),
    ivrs: [...directory.ivrs.values()].map(({ id, name }) => ({ ivrId: id, name })),
    gradingLanguages: directory.gradingLanguages,
  };
}

type Offered = {
  readonly deviceId: DeviceId;
  readonly name: string;
  readonly registered: boolean;
  readonly agentId: AgentId | null;
};

function offerDevices(world: World, own: AgentId): Offered[] {
  const offered: Offered[] = [];
  for (const { id, name } of world.directory.devices.values()) {
    const { agentId: user, registered } = world.devices.get(id) ?? { agentId: null, registered: false };
    if (user !== null && user !== own) continue;
    offered.push({ deviceId: id, name, registered, agentId: user });
    if (offered.length >= limits.maxDevicesOffered) break;
  }
  return offered;
}
