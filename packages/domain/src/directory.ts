// The configuration by name: what is looked up on every turn, computed once per configuration.
import type {
  AccessNumber,
  AgentProfile,
  Configuration,
  CustomerProfile,
  DeviceProfile,
  GradingLanguage,
  GroupProfile,
  IvrPreset,
  IvrProfile,
  QueueProfile,
  RoleProfile,
} from './configuration.ts';
import { gradingMenu, languagesOf } from './grading/grading.ts';
import type { AgentId, DeviceId, GroupId, IvrId, IvrProfileId, QueueId, RoleId } from './ids.ts';

/** An agent's place in a queue: the index of his tier, lower is offered first. */
export type Membership = { readonly queueId: QueueId; readonly tier: number };

export type Directory = {
  readonly agents: ReadonlyMap<AgentId, AgentProfile>;
  readonly groups: ReadonlyMap<GroupId, GroupProfile>;
  readonly roles: ReadonlyMap<RoleId, RoleProfile>;
  readonly devices: ReadonlyMap<DeviceId, DeviceProfile>;
  readonly queues: ReadonlyMap<QueueId, QueueProfile>;
  /** Menus that a call can be sent to. */
  readonly ivrs: ReadonlyMap<IvrId, IvrProfile>;
  readonly ivrProfiles: ReadonlyMap<IvrProfileId, IvrPreset>;
  /** Every menu that a call can be in: those, and the ones that ask for a mark. */
  readonly menus: ReadonlyMap<IvrId, IvrProfile>;
  readonly gradingLanguages: readonly GradingLanguage[];
  readonly accessNumbers: ReadonlyMap<string, AccessNumber>;
  readonly customers: ReadonlyMap<string, CustomerProfile>;
  readonly memberships: ReadonlyMap<AgentId, readonly Membership[]>;
  readonly tierCounts: ReadonlyMap<QueueId, number>;
  /** The groups that have a member in a queue: whose watchers may see it. */
  readonly groupsOfQueue: ReadonlyMap<QueueId, readonly GroupId[]>;
};

/** @returns the configuration, looked up by name. */
export function directoryOf(configuration: Configuration): Directory {
  const agents = new Map(configuration.agents.map((agent) => [agent.id, agent]));
  const memberships = new Map<AgentId, Membership[]>(configuration.agents.map((agent) => [agent.id, []]));
  const tierCounts = new Map<QueueId, number>();
  for (const queue of configuration.queues) tierCounts.set(queue.id, addMemberships(queue, agents, memberships));
  const { grading } = configuration.tenant;
  const gradingLanguages = languagesOf(grading);
  const gradingMenus = grading === undefined ? [] : gradingLanguages.map((one) => gradingMenu(grading, one));
  return {
    agents,
    groups: new Map(configuration.groups.map((group) => [group.id, group])),
    roles: new Map(configuration.roles.map((role) => [role.id, role])),
    devices: new Map(configuration.devices.map((device) => [device.id, device])),
    queues: new Map(configuration.queues.map((queue) => [queue.id, queue])),
    ivrs: new Map(configuration.ivrs.map((ivr) => [ivr.id, ivr])),
    ivrProfiles: new Map((configuration.ivrProfiles ?? []).map((profile) => [profile.id, profile])),
    menus: new Map([...configuration.ivrs, ...gradingMenus].map((menu) => [menu.id, menu])),
    gradingLanguages,
    accessNumbers: new Map(configuration.accessNumbers.map((number) => [number.number, number])),
    customers: new Map(configuration.customers.map((customer) => [customer.number, customer])),
    memberships,
    tierCounts,
    groupsOfQueue: new Map(configuration.queues.map((queue) => [queue.id, groupsOf(queue, agents)])),
  };
}

function groupsOf(queue: QueueProfile, agents: ReadonlyMap<AgentId, AgentProfile>): readonly GroupId[] {
  return [...new Set(queue.members.flatMap(({ agentId }) => agents.get(agentId)?.groupId ?? []))];
}

/** Members of equal priority and equal skill share a tier. Returns how many tiers there are. */
function addMemberships(
  queue: QueueProfile,
  agents: ReadonlyMap<AgentId, AgentProfile>,
  memberships: Map<AgentId, Membership[]>,
): number {
  const ranked: { agentId: AgentId; priority: number; level: number }[] = [];
  for (const member of queue.members) {
    const level = skillLevel(agents.get(member.agentId), queue);
    if (level !== null) ranked.push({ agentId: member.agentId, priority: member.priority, level });
  }
  ranked.sort((a, b) => a.priority - b.priority || b.level - a.level);
  let tier = -1;
  let before: { priority: number; level: number } | null = null;
  for (const member of ranked) {
    if (before === null || before.priority !== member.priority || before.level !== member.level) tier += 1;
    before = member;
    memberships.get(member.agentId)?.push({ queueId: queue.id, tier });
  }
  return tier + 1;
}

/** The sum of the required skills' levels; null: he lacks one. */
function skillLevel(agent: AgentProfile | undefined, queue: QueueProfile): number | null {
  if (agent === undefined) return null;
  let sum = 0;
  for (const { skill, level } of queue.requiredSkills) {
    const own = agent.skills[skill] ?? 0;
    if (own < level) return null;
    sum += own;
  }
  return sum;
}
