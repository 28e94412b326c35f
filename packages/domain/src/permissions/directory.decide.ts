// The directory: what can be named in a request, for everybody who signs in (seed 003 `DoGetAccessNumbers` to `DoGetAgentWebSiteInfo`).
import type { Command } from '../command.ts';
import type { Decision } from '../decision.ts';
import { refuse } from '../decision.ts';
import { listRows } from '../limits.ts';
import type { World } from '../world.ts';

export type DirectoryCommand = Extract<Command, { method: 'directory.lists' | 'group.members' | 'queue.members' }>;

/** Lists end at `listRows`: whoever has more looks in the console. */
export function lookUp(world: World, asked: DirectoryCommand, decision: Decision): void {
  switch (asked.method) {
    case 'directory.lists':
      decision.reply = { result: listsOf(world) };
      return;
    case 'group.members': {
      const { groupId } = asked.params;
      if (!world.directory.groups.has(groupId)) return refuse(decision, 'unknownGroup', 'groupId');
      const members = world.configuration.agents.filter((agent) => agent.groupId === groupId);
      decision.reply = { result: { agentIds: members.slice(0, listRows).map(({ id }) => id) } };
      return;
    }
    case 'queue.members': {
      const profile = world.directory.queues.get(asked.params.queueId);
      if (profile === undefined) return refuse(decision, 'unknownQueue', 'queueId');
      decision.reply = { result: { agentIds: profile.members.slice(0, listRows).map(({ agentId }) => agentId) } };
    }
  }
}

function listsOf({ configuration }: World) {
  const { tenant, accessNumbers, ivrs, ivrProfiles = [], queues, groups, roles } = configuration;
  return {
    accessNumbers: accessNumbers.slice(0, listRows).map(({ number, name }) => ({ number, name })),
    defaultAccessNumber: tenant.displayNumber,
    ivrs: ivrs.slice(0, listRows).map(({ id, name }) => ({ ivrId: id, name })),
    ivrProfiles: ivrProfiles.slice(0, listRows).map(({ id, name }) => ({ ivrProfileId: id, name })),
    queues: queues.slice(0, listRows).map(({ id, name }) => ({ queueId: id, name })),
    groups: groups.slice(0, listRows).map(({ id, name }) => ({ groupId: id, name })),
    roles: roles.slice(0, listRows).map(({ id, name }) => ({ roleId: id, name })),
    sites: (tenant.sites ?? []).slice(0, listRows),
  };
}
