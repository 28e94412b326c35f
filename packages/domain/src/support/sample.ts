// A small tenant for tests: three agents, two queues, a menu.
import type { AgentProfile, Configuration, QueueProfile, Right } from '../configuration.ts';
import type { AgentId, DeviceId, GroupId, IvrId, IvrProfileId, QueueId, RoleId, TenantId } from '../ids.ts';

export const agent = (id: string): AgentId => id as AgentId;
export const device = (id: string): DeviceId => id as DeviceId;
export const queue = (id: string): QueueId => id as QueueId;

/** Everything a supervisor may do to the calls and states of others. */
export const supervising: readonly Right[] = [
  'listen',
  'whisper',
  'bargeIn',
  'pickUp',
  'takeOver',
  'clearCall',
  'forceState',
  'signOutOther',
];

/** A queue as most tests want it. */
export const queueProfile = (id: string, changes: Partial<QueueProfile> = {}): QueueProfile => ({
  id: queue(id),
  name: id,
  strategy: 'longestIdle',
  members: ['1001', '1002', '1003'].map((agentId) => ({ agentId: agent(agentId), priority: 1 })),
  requiredSkills: [],
  maximumWaitMs: null,
  maximumWaiting: null,
  overflow: { kind: 'hangUp' },
  noAnswerMs: 20_000,
  noAnswerBackoffMs: 10_000,
  noAnswerLimit: null,
  wrapUpMs: 30_000,
  recorded: true,
  serviceLevelMs: 20_000,
  greeting: [],
  announceEveryMs: null,
  music: 'piano',
  ...changes,
});

export const agentProfile = (id: string, changes: Partial<AgentProfile> = {}): AgentProfile => ({
  id: agent(id),
  name: `Agent ${id}`,
  groupId: 'floor' as GroupId,
  roleId: 'agent' as RoleId,
  skills: {},
  ...changes,
});

export const sample: Configuration = {
  tenant: {
    id: 'demo' as TenantId,
    name: 'Demo',
    outboundPatterns: ['0*'],
    displayNumber: '9500',
    linkLossGraceMs: 60_000,
    sites: [{ name: 'Knowledge', url: 'https://example.com/knowledge' }],
    grading: {
      prompts: { zh: [], en: [{ kind: 'sound', name: 'grade' }] },
      keys: '123',
      timeoutMs: 5_000,
      attempts: 2,
      thanks: [{ kind: 'sound', name: 'thanks' }],
    },
  },
  agents: [
    ...['1001', '1002', '1003'].map((id) => agentProfile(id)),
    agentProfile('2001', { roleId: 'supervisor' as RoleId }),
  ],
  groups: [{ id: 'floor' as GroupId, name: 'Floor' }],
  roles: [
    { id: 'agent' as RoleId, name: 'Agent', rank: 'agent', scope: 'own', rights: [] },
    {
      id: 'supervisor' as RoleId,
      name: 'Supervisor',
      rank: 'supervisor',
      scope: 'group',
      rights: ['watchAgents', 'watchQueues', 'approveLeave', ...supervising],
    },
  ],
  devices: ['8001', '8002', '8003', '8004'].map((id) => ({ id: device(id), name: `Phone ${id}` })),
  queues: [
    queueProfile('sales'),
    queueProfile('help', { members: [{ agentId: agent('1001'), priority: 1 }], recorded: false }),
  ],
  ivrs: [
    {
      id: 'welcome' as IvrId,
      name: 'Welcome',
      start: 'hello',
      nodes: {
        hello: { kind: 'play', prompts: [{ kind: 'sound', name: 'welcome' }], next: 'menu' },
        menu: {
          kind: 'menu',
          prompts: [{ kind: 'sound', name: 'menu' }],
          timeoutMs: 5_000,
          attempts: 2,
          branches: { '1': 'sales', '2': 'card' },
          otherwise: 'help',
        },
        card: {
          kind: 'collect',
          prompts: [{ kind: 'sound', name: 'card' }],
          field: 'card',
          minimumDigits: 4,
          maximumDigits: 6,
          terminator: '#',
          timeoutMs: 4_000,
          next: 'sales',
          otherwise: 'help',
        },
        sales: { kind: 'send', target: { kind: 'queue', queueId: queue('sales') } },
        help: { kind: 'send', target: { kind: 'queue', queueId: queue('help') } },
      },
    },
  ],
  ivrProfiles: [
    {
      id: 'welcome-vip' as IvrProfileId,
      name: 'Welcome, important',
      ivrId: 'welcome' as IvrId,
      data: { level: 'gold' },
    },
  ],
  accessNumbers: [
    { number: '9500', name: 'Main', target: { kind: 'ivr', ivrId: 'welcome' as IvrId } },
    { number: '9501', name: 'Sales', target: { kind: 'queue', queueId: queue('sales') } },
    { number: '9502', name: 'Direct', target: { kind: 'agent', agentId: agent('1002') } },
  ],
  customers: [
    { number: '013900000001', name: 'Vip', priority: 5, exclusiveAgentId: null, exclusiveQueueId: null },
    {
      number: '013900000002',
      name: 'Own',
      priority: 0,
      exclusiveAgentId: agent('1002'),
      exclusiveQueueId: null,
    },
  ],
};
