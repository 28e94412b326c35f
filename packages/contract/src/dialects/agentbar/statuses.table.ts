// Agent_Status: what an agent is at, as a number on the wire (seed 003 §3.2.5), and what of it he may choose.

export type Choice = { readonly state: 'ready' | 'notReady'; readonly reason: string };
export type StatusRow = {
  readonly value: number;
  readonly name: string;
  readonly zh: string;
  readonly en: string;
  /** What an agent is put into who chooses it; null: it comes of calls and of the link, and cannot be chosen. */
  readonly choice: Choice | null;
  /** Whether one may sign in with it. */
  readonly initial: boolean;
};

export const statuses = [
  { value: -2,  name: 'AGENT_STATUS_UNKNOWN',     zh: '未知',     en: 'Unknown',                  choice: null,                                            initial: false },
  { value: -1,  name: 'AGENT_STATUS_OFFLINE',     zh: '离线',     en: 'Offline',                  choice: null,                                            initial: false },
  { value: 0,   name: 'AGENT_STATUS_IDLE',        zh: '空闲',     en: 'Idle',                     choice: { state: 'ready', reason: '' },                  initial: true },
  { value: 1,   name: 'AGENT_STATUS_RING',        zh: '响铃',     en: 'Ringing',                  choice: null,                                            initial: false },
  { value: 2,   name: 'AGENT_STATUS_TALKING',     zh: '通话',     en: 'Talking',                  choice: null,                                            initial: false },
  { value: 3,   name: 'AGENT_STATUS_HOLD',        zh: '保持',     en: 'Holding',                  choice: null,                                            initial: false },
  { value: 4,   name: 'AGENT_STATUS_ACW',         zh: '后处理',   en: 'After-call work',          choice: { state: 'notReady', reason: 'afterCallWork' },  initial: true },
  { value: 5,   name: 'AGENT_STATUS_CAMP_ON',     zh: '预占',     en: 'Chosen for a call',        choice: null,                                            initial: false },
  { value: 6,   name: 'AGENT_STATUS_BUSY',        zh: '忙碌',     en: 'Busy',                     choice: { state: 'notReady', reason: 'busy' },           initial: true },
  { value: 7,   name: 'AGENT_STATUS_LEAVE',       zh: '离开',     en: 'Away',                     choice: { state: 'notReady', reason: 'leave' },          initial: true },
  { value: 8,   name: 'AGENT_STATUS_CALL_OUT',    zh: '外呼',     en: 'Calling out by hand',      choice: { state: 'notReady', reason: 'callOut' },        initial: true },
  // The document has the name twice, as 8 and as 9: taken as 8, and never sent.
  { value: 9,   name: 'AGENT_STATUS_CALL_OUT',    zh: '外呼',     en: 'Calling out by hand',      choice: { state: 'notReady', reason: 'callOut' },        initial: true },
  { value: 10,  name: 'AGENT_STATUS_CALLING_OUT', zh: '呼出中',   en: 'Calling somebody',         choice: null,                                            initial: false },
  { value: 11,  name: 'AGENT_STATUS_MUTE',        zh: '静音',     en: 'Muted',                    choice: null,                                            initial: false },
  // Only as a target: what he was before the call.
  { value: 999, name: 'AGENT_STATUS_RESTORE',     zh: '恢复原状态', en: 'As before the call',     choice: null,                                            initial: false },
] as const satisfies readonly StatusRow[];

export const restore = 999;

export type StatusValue = (typeof statuses)[number]['value'];
/** What travels: 9 and 999 never do. */
export type SentStatus = Exclude<StatusValue, 9 | 999>;

/** From what the server says of an agent to the status; the first row that fits counts. `*`: whatever it is. */
export type StatusViewRow = readonly [state: string, reason: string, activity: string, status: SentStatus];

export const statusView = [
  // state             reason           activity    status
  ['null',             '*',             '*',        -1],
  ['ready',            '*',             '*',        0],
  ['workingAfterCall', '*',             '*',        4],
  ['notReady',         'away',          '*',        7],
  ['notReady',         'leave',         '*',        7],
  ['notReady',         'callOut',       '*',        8],
  ['notReady',         'afterCallWork', '*',        4],
  ['notReady',         '*',             '*',        6],
  ['busy',             '*',             'ringing',  1],
  ['busy',             '*',             'calling',  10],
  ['busy',             '*',             'hold',     3],
  ['busy',             '*',             'muted',    11],
  ['busy',             '*',             'talking',  2],
  ['busy',             '*',             '*',        5],
] as const satisfies readonly StatusViewRow[];
