// What an operator has set up for a tenant: people, queues, numbers, menus, and what may be dialled.
import type { AgentId, DeviceId, GroupId, IvrId, IvrProfileId, Ms, QueueId, RoleId, TenantId } from './ids.ts';

export type Configuration = {
  readonly tenant: TenantProfile;
  readonly agents: readonly AgentProfile[];
  readonly groups: readonly GroupProfile[];
  readonly roles: readonly RoleProfile[];
  readonly devices: readonly DeviceProfile[];
  readonly queues: readonly QueueProfile[];
  readonly ivrs: readonly IvrProfile[];
  /** Voice menus entered with presets; left out: there are none. */
  readonly ivrProfiles?: readonly IvrPreset[];
  readonly accessNumbers: readonly AccessNumber[];
  readonly customers: readonly CustomerProfile[];
};

export type TenantProfile = {
  readonly id: TenantId;
  readonly name: string;
  /** Outside numbers that may be dialled; none by default. Digits, with `*` for any run of digits at the end: `0*`, `9555*`. */
  readonly outboundPatterns: readonly string[];
  /** Shown to the called party when nothing else is chosen. */
  readonly displayNumber: string;
  /** An agent whose link is lost this long is signed out. */
  readonly linkLossGraceMs: Ms;
  /** Where numbers without a country or an area belong; left out: China, no area. */
  readonly place?: Place;
  /** Web pages that agents are offered (seed 003 `DoGetAgentWebSiteInfo`). */
  readonly sites?: readonly Site[];
  /** When the day begins that statistics are counted by; left out: at midnight UTC. */
  readonly day?: DayRules;
  /** Left out: customers are not asked what they thought of a call. */
  readonly grading?: GradingRules;
};

export type GradingLanguage = 'zh' | 'en';

/** Grading (评分): a customer is asked for a mark when his talk with an agent is over; seed 003 `DoGrade`. */
export type GradingRules = {
  /** What asks for the key; a language without prompts is not offered. */
  readonly prompts: Readonly<Record<GradingLanguage, readonly Prompt[]>>;
  /** The digits that are accepted: `12345`. The mark is the digit's number. */
  readonly keys: string;
  readonly timeoutMs: Ms;
  /** How often is asked before there is no mark. */
  readonly attempts: number;
  readonly thanks: readonly Prompt[];
};

export type Place = {
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  /** Without the leading zero, such as `10`; empty: numbers are dialled with their area. */
  readonly areaCode: string;
};

export type Site = { readonly name: string; readonly url: string };

/** A place's day, as data: the core knows no calendar. */
export type DayRules = {
  /** Minutes that its clocks are ahead of UTC: 480 in Beijing, 180 in Moscow. */
  readonly utcOffsetMinutes: number;
  /** 0: midnight; 240: four in the morning, for a centre that works through the night. */
  readonly beginsAtMinute: number;
};

export type AgentProfile = {
  readonly id: AgentId;
  readonly name: string;
  readonly groupId: GroupId;
  readonly roleId: RoleId;
  /** Skill name → level 1 (can help) to 10 (best). */
  readonly skills: Readonly<Record<string, number>>;
  /** False: set up, and not to work yet, or no longer. */
  readonly enabled?: boolean;
};

export type GroupProfile = {
  readonly id: GroupId;
  readonly name: string;
  /** Left out: as many as like may be away, and the times of `limits.ts`. */
  readonly leave?: LeaveRules;
};

/** Leaves (离开) of a group: seed 003 `DoSetAgentGroupStatusMaxNum`. */
export type LeaveRules = {
  /** How many may be away at once, applications included; null: as many as like. */
  readonly maximumAway: number | null;
  /** An application nobody has decided on by then is over. */
  readonly decideWithinMs: Ms;
  /** An approved leave that has not begun by then is over. */
  readonly beginWithinMs: Ms;
};

/** One thing that a role may do to others. The scope of all of a role's rights is `scope`. */
export type Right =
  | 'watchAgents'
  | 'watchQueues'
  | 'listen'
  | 'whisper'
  | 'bargeIn'
  | 'pickUp'
  | 'takeOver'
  | 'clearCall'
  | 'forceState'
  | 'signOutOther'
  | 'approveLeave'
  | 'administer';

export type Scope = 'own' | 'group' | 'tenant';

export type RoleProfile = {
  readonly id: RoleId;
  readonly name: string;
  readonly rank: 'agent' | 'supervisor' | 'admin';
  readonly scope: Scope;
  readonly rights: readonly Right[];
};

export type DeviceProfile = { readonly id: DeviceId; readonly name: string };

export type SelectionStrategy =
  | 'longestIdle'
  | 'roundRobin'
  | 'fewestCalls'
  | 'leastTalkTime'
  | 'random'
  | 'topDown'
  | 'ringAll';

export type QueueProfile = {
  readonly id: QueueId;
  readonly name: string;
  readonly strategy: SelectionStrategy;
  /** Lower `priority` is offered first; the strategy chooses among equals. */
  readonly members: readonly QueueMember[];
  /** A member needs each of these at the level or above; among members of equal priority the higher sum of levels goes first. */
  readonly requiredSkills: readonly SkillRequirement[];
  readonly maximumWaitMs: Ms | null;
  readonly maximumWaiting: number | null;
  /** Where a call goes that waited too long, found the queue full, or found nobody signed in when `maximumWaiting` is 0. */
  readonly overflow: Target;
  /** Whoever waits may leave by this key; left out: by hanging up only. */
  readonly exit?: { readonly key: string; readonly target: Target };
  readonly noAnswerMs: Ms;
  /** How long an agent who did not answer is left alone. */
  readonly noAnswerBackoffMs: Ms;
  /** After so many unanswered offers in a row the agent is made not ready; null: never. */
  readonly noAnswerLimit: number | null;
  readonly wrapUpMs: Ms;
  readonly recorded: boolean;
  /** Share of calls answered within this time is the service level. */
  readonly serviceLevelMs: Ms;
  /** Prompt names played when the wait begins; empty: music only. */
  readonly greeting: readonly Prompt[];
  /** Position and estimated wait are announced this often; null: never. */
  readonly announceEveryMs: Ms | null;
  readonly music: string;
};

export type QueueMember = { readonly agentId: AgentId; readonly priority: number };
export type SkillRequirement = { readonly skill: string; readonly level: number };

/** Where a call can be sent. */
export type Target =
  | { readonly kind: 'agent'; readonly agentId: AgentId }
  | { readonly kind: 'device'; readonly deviceId: DeviceId }
  | { readonly kind: 'queue'; readonly queueId: QueueId }
  | { readonly kind: 'ivr'; readonly ivrId: IvrId }
  | { readonly kind: 'ivrProfile'; readonly ivrProfileId: IvrProfileId }
  | { readonly kind: 'number'; readonly number: string }
  | { readonly kind: 'hangUp' };

/** What is heard: a named sound file, spoken digits, or a named tone. */
export type Prompt =
  | { readonly kind: 'sound'; readonly name: string }
  | { readonly kind: 'digits'; readonly digits: string }
  | { readonly kind: 'tone'; readonly name: 'beep' | 'busy' | 'ringback' };

/** A small tree of menus: play, collect, branch. */
export type IvrProfile = {
  readonly id: IvrId;
  readonly name: string;
  readonly start: string;
  readonly nodes: Readonly<Record<string, IvrNode>>;
};

/** A way into a menu: what is known about the call from the start (seed 003 `DoTransferIvrProfile`). */
export type IvrPreset = {
  readonly id: IvrProfileId;
  readonly name: string;
  readonly ivrId: IvrId;
  /** Joins the call's data before the menu begins. */
  readonly data: Readonly<Record<string, string>>;
};

export type IvrNode =
  | { readonly kind: 'play'; readonly prompts: readonly Prompt[]; readonly next: string }
  | {
      readonly kind: 'menu';
      readonly prompts: readonly Prompt[];
      readonly timeoutMs: Ms;
      readonly attempts: number;
      /** One key → node. */
      readonly branches: Readonly<Record<string, string>>;
      readonly otherwise: string;
    }
  | {
      readonly kind: 'collect';
      readonly prompts: readonly Prompt[];
      /** The name under which the digits join the call's data. */
      readonly field: string;
      readonly minimumDigits: number;
      readonly maximumDigits: number;
      readonly terminator: '#' | '*' | null;
      readonly timeoutMs: Ms;
      readonly next: string;
      readonly otherwise: string;
    }
  /** Notes the mark that the caller gave to an agent; null: he gave none. */
  | { readonly kind: 'grade'; readonly grade: number | null; readonly next: string }
  | { readonly kind: 'send'; readonly target: Target };

export type AccessNumber = { readonly number: string; readonly name: string; readonly target: Target };

/** A known caller: who looks after him, and how soon he is served. */
export type CustomerProfile = {
  readonly number: string;
  readonly name: string;
  /** 0 is ordinary; higher is served first. */
  readonly priority: number;
  /** Only this agent may be offered the call while he is signed in. */
  readonly exclusiveAgentId: AgentId | null;
  /** His calls to any queue go to this one. */
  readonly exclusiveQueueId: QueueId | null;
};
