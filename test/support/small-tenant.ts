// A small tenant for stories: two groups, a supervisor for each scope, two queues, one menu, and customers who matter more than others.
import type {
  AgentId,
  AgentProfile,
  Configuration,
  DeviceId,
  GroupId,
  IvrId,
  IvrProfileId,
  QueueId,
  QueueProfile,
  RoleId,
  TenantId,
} from '@cordboard/domain';

export const red = 'red' as GroupId;
export const blue = 'blue' as GroupId;
export const sales = 'sales' as QueueId;
export const reserve = 'reserve' as QueueId;
export const menu = 'menu' as IvrId;
export const menuInEnglish = 'menu-en' as IvrProfileId;

/** His calls come before ordinary ones. */
export const importantNumber = '13900000001';
/** Only Boris is offered his calls while Boris is there. */
export const borisCustomer = '13900000002';

const person = (id: string, name: string, groupId: GroupId, roleId = 'agent'): AgentProfile => ({
  id: id as AgentId,
  name,
  groupId,
  roleId: roleId as RoleId,
  skills: {},
});

const queue = (id: QueueId, members: readonly string[]): QueueProfile => ({
  id,
  name: id,
  strategy: 'topDown',
  members: members.map((agentId, index) => ({ agentId: agentId as AgentId, priority: index })),
  requiredSkills: [],
  maximumWaitMs: null,
  maximumWaiting: null,
  overflow: { kind: 'hangUp' },
  exit: { key: '0', target: { kind: 'hangUp' } },
  noAnswerMs: 20_000,
  noAnswerBackoffMs: 10_000,
  noAnswerLimit: 3,
  wrapUpMs: 15_000,
  recorded: true,
  serviceLevelMs: 20_000,
  greeting: [],
  announceEveryMs: null,
  music: 'music',
});

/** Anna and Boris (red) serve sales, in this order; Clara (blue) serves the reserve. Extension 8001 for 2001, and so on. */
export const smallTenant = (tenantId: string): Configuration => ({
  tenant: {
    id: tenantId as TenantId,
    name: 'Small',
    outboundPatterns: ['0*'],
    displayNumber: '4000',
    linkLossGraceMs: 30_000,
    sites: [{ name: 'Knowledge', url: 'https://example.com/knowledge' }],
    grading: {
      prompts: { zh: [], en: [{ kind: 'digits', digits: '15' }] },
      keys: '12345',
      timeoutMs: 5_000,
      attempts: 2,
      thanks: [{ kind: 'tone', name: 'beep' }],
    },
  },
  groups: [
    { id: red, name: 'Red' },
    { id: blue, name: 'Blue' },
  ],
  roles: [
    { id: 'agent' as RoleId, name: 'Agent', rank: 'agent', scope: 'own', rights: [] },
    {
      id: 'lead' as RoleId,
      name: 'Lead',
      rank: 'supervisor',
      scope: 'group',
      rights: ['watchAgents', 'watchQueues', 'approveLeave'],
    },
    {
      id: 'chief' as RoleId,
      name: 'Chief',
      rank: 'supervisor',
      scope: 'tenant',
      rights: ['watchAgents', 'watchQueues', 'approveLeave'],
    },
  ],
  agents: [
    person('2000', 'Lena', red, 'lead'),
    person('2001', 'Anna', red),
    person('2002', 'Boris', red),
    person('2003', 'Clara', blue),
    person('2009', 'Max', blue, 'chief'),
  ],
  devices: ['8000', '8001', '8002', '8003', '8007', '8009'].map((id) => ({
    id: id as DeviceId,
    name: `Extension ${id}`,
  })),
  queues: [queue(sales, ['2001', '2002']), queue(reserve, ['2003'])],
  ivrs: [
    {
      id: menu,
      name: 'Menu',
      start: 'choose',
      nodes: {
        choose: {
          kind: 'menu',
          prompts: [{ kind: 'sound', name: 'chime' }],
          timeoutMs: 5_000,
          attempts: 2,
          branches: { '1': 'account' },
          otherwise: 'sales',
        },
        account: {
          kind: 'collect',
          prompts: [],
          field: 'account',
          minimumDigits: 1,
          maximumDigits: 8,
          terminator: '#',
          timeoutMs: 5_000,
          next: 'sales',
          otherwise: 'sales',
        },
        sales: { kind: 'send', target: { kind: 'queue', queueId: sales } },
      },
    },
  ],
  ivrProfiles: [{ id: menuInEnglish, name: 'Menu in English', ivrId: menu, data: { language: 'en' } }],
  accessNumbers: [
    { number: '4000', name: 'Menu', target: { kind: 'ivr', ivrId: menu } },
    { number: '4001', name: 'Sales', target: { kind: 'queue', queueId: sales } },
    { number: '4002', name: 'Reserve', target: { kind: 'queue', queueId: reserve } },
  ],
  customers: [
    { number: importantNumber, name: 'Important', priority: 5, exclusiveAgentId: null, exclusiveQueueId: null },
    {
      number: borisCustomer,
      name: 'Of Boris',
      priority: 0,
      exclusiveAgentId: '2002' as AgentId,
      exclusiveQueueId: null,
    },
  ],
});

/** The tenant with some of its queue `sales` otherwise. */
export const withSales = (configuration: Configuration, change: Partial<QueueProfile>): Configuration => ({
  ...configuration,
  queues: configuration.queues.map((each) => (each.id === sales ? { ...each, ...change } : each)),
});

/** The tenant whose supervisors may do everything to the calls and states of those whom their role reaches. */
export const withSupervision = (configuration: Configuration): Configuration => ({
  ...configuration,
  roles: configuration.roles.map((role) =>
    role.rank === 'supervisor'
      ? {
          ...role,
          rights: [
            ...role.rights,
            'listen',
            'whisper',
            'bargeIn',
            'pickUp',
            'takeOver',
            'clearCall',
            'forceState',
            'signOutOther',
          ],
        }
      : role,
  ),
});
