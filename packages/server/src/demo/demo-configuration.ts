// The demonstration tenant: a small call centre that a newcomer can call, answer and supervise without setting anything up.
import type {
  AgentId,
  AgentProfile,
  Configuration,
  DeviceId,
  GradingRules,
  GroupId,
  IvrId,
  IvrPreset,
  IvrProfileId,
  IvrProfile,
  LeaveRules,
  Prompt,
  QueueId,
  QueueProfile,
  Right,
  RoleId,
  Site,
  TenantId,
} from '@cordboard/domain';

/** Half of a group may be away at once. */
const leave: LeaveRules = { maximumAway: 2, decideWithinMs: 120_000, beginWithinMs: 600_000 };

const groups = [
  { id: 'north' as GroupId, name: 'North', leave },
  { id: 'south' as GroupId, name: 'South', leave },
] as const;

const agentRole = 'agent' as RoleId;
const supervisorRole = 'supervisor' as RoleId;
const [north, south] = groups;

const person = (
  id: string,
  name: string,
  groupId: GroupId,
  skills: Readonly<Record<string, number>>,
): AgentProfile => ({
  id: id as AgentId,
  name,
  groupId,
  roleId: agentRole,
  skills,
});

const agents: readonly AgentProfile[] = [
  { ...person('1000', 'Sam Supervisor', north.id, {}), roleId: supervisorRole },
  person('1001', 'Alice Ahn', north.id, { english: 10, chinese: 4 }),
  person('1002', 'Boris Belov', north.id, { english: 6, russian: 10 }),
  person('1003', 'Chen Chao', north.id, { english: 5, chinese: 10 }),
  person('1004', 'Dora Diaz', south.id, { english: 8 }),
  person('1005', 'Emil Eder', south.id, { english: 7 }),
  person('1006', 'Farah Fadel', south.id, { english: 7, chinese: 3 }),
];

const everyRight: readonly Right[] = [
  'watchAgents',
  'watchQueues',
  'listen',
  'whisper',
  'bargeIn',
  'pickUp',
  'takeOver',
  'clearCall',
  'forceState',
  'signOutOther',
  'approveLeave',
  'administer',
];

/** 8001 for 1001 and so on to 8006; 8000 for the supervisor; 8007 to 8010 for visitors and desk phones. */
const devices = Array.from({ length: 11 }, (_, at) => {
  const id = String(8000 + at);
  return { id: id as DeviceId, name: `Extension ${id}` };
});

/** A tone until the operator puts words into `media.soundFolder`: there is no speech in the box. */
const chime: Prompt = { kind: 'sound', name: 'chime' };
const menuKeys: readonly Prompt[] = [chime, { kind: 'digits', digits: '12' }];

/** From 1, bad, to 5, good: the digits are said, in whatever language was chosen. */
const markKeys: readonly Prompt[] = [chime, { kind: 'digits', digits: '12345' }];
const grading: GradingRules = {
  prompts: { zh: markKeys, en: markKeys },
  keys: '12345',
  timeoutMs: 5_000,
  attempts: 2,
  thanks: [{ kind: 'tone', name: 'beep' }],
};

const queue = (
  id: string,
  name: string,
  members: readonly string[],
  strategy: QueueProfile['strategy'],
): QueueProfile => ({
  id: id as QueueId,
  name,
  strategy,
  members: members.map((agentId) => ({ agentId: agentId as AgentId, priority: 1 })),
  requiredSkills: [],
  maximumWaitMs: 600_000,
  maximumWaiting: 100,
  overflow: { kind: 'hangUp' },
  // Whoever does not want to wait goes back to the menu.
  exit: { key: '9', target: { kind: 'ivr', ivrId: 'main' as IvrId } },
  noAnswerMs: 20_000,
  noAnswerBackoffMs: 10_000,
  noAnswerLimit: 3,
  wrapUpMs: 15_000,
  recorded: true,
  serviceLevelMs: 20_000,
  greeting: [chime],
  announceEveryMs: null,
  music: 'music',
});

const queues = [
  queue('support', 'Support', ['1001', '1002', '1003', '1004', '1005', '1006'], 'longestIdle'),
  queue('sales', 'Sales', ['1004', '1005', '1006'], 'roundRobin'),
] as const;

const toQueue = (queueId: string) => ({ kind: 'queue', queueId: queueId as QueueId }) as const;

/** Press 1 for support, 2 for sales; then the customer types his number, which the agent sees with the call. */
const mainMenu: IvrProfile = {
  id: 'main' as IvrId,
  name: 'Main menu',
  start: 'menu',
  nodes: {
    menu: {
      kind: 'menu',
      prompts: menuKeys,
      timeoutMs: 5_000,
      attempts: 3,
      branches: { '1': 'supportNumber', '2': 'salesNumber' },
      otherwise: 'support',
    },
    supportNumber: customerNumberThen('support'),
    salesNumber: customerNumberThen('sales'),
    support: { kind: 'send', target: toQueue('support') },
    sales: { kind: 'send', target: toQueue('sales') },
  },
};

function customerNumberThen(next: 'support' | 'sales'): IvrProfile['nodes'][string] {
  return {
    kind: 'collect',
    prompts: [chime],
    field: 'customerNumber',
    minimumDigits: 1,
    maximumDigits: 12,
    terminator: '#',
    timeoutMs: 8_000,
    next,
    otherwise: next,
  };
}

/** A greeting, then the queue: for callers who are not to be asked anything. */
const directEntry: IvrProfile = {
  id: 'direct' as IvrId,
  name: 'Straight to sales',
  start: 'greeting',
  nodes: {
    greeting: { kind: 'play', prompts: [chime], next: 'sales' },
    sales: { kind: 'send', target: toQueue('sales') },
  },
};

/** The main menu for callers whose language is known. */
const ivrProfiles: readonly IvrPreset[] = [
  { id: 'main-zh' as IvrProfileId, name: 'Main menu, Chinese', ivrId: mainMenu.id, data: { language: 'zh' } },
  { id: 'main-en' as IvrProfileId, name: 'Main menu, English', ivrId: mainMenu.id, data: { language: 'en' } },
];

const sites: readonly Site[] = [
  { name: 'Knowledge base', url: 'https://example.com/knowledge' },
  { name: 'Daily report', url: 'https://example.com/report' },
];

/** @param tenantId as in the setting `tenant`. */
export function demoConfiguration(tenantId: string): Configuration {
  return {
    tenant: {
      id: tenantId as TenantId,
      name: 'Cordboard demonstration',
      // Without a trunk there is nobody outside to call; extensions, agents and queues need no pattern.
      outboundPatterns: [],
      displayNumber: '4000',
      linkLossGraceMs: 30_000,
      sites,
      grading,
    },
    agents,
    groups,
    roles: [
      { id: agentRole, name: 'Agent', rank: 'agent', scope: 'own', rights: [] },
      { id: supervisorRole, name: 'Supervisor', rank: 'supervisor', scope: 'tenant', rights: everyRight },
    ],
    devices,
    queues,
    ivrs: [mainMenu, directEntry],
    ivrProfiles,
    accessNumbers: [
      { number: '4000', name: 'Main menu', target: { kind: 'ivr', ivrId: mainMenu.id } },
      { number: '4001', name: 'Support, at once', target: toQueue('support') },
      { number: '4002', name: 'Sales, after a greeting', target: { kind: 'ivr', ivrId: directEntry.id } },
    ],
    customers: [],
  };
}
