// Agent_State: what a page shows of its own agent (seed 003 §3.2.5), read from the agent, his connection, why he was called, the consultation and the supervision.

export const agentStates = [
  'AGENT_STATUS_UNKNOWN',
  'AGENT_STATUS_SIGNIN',
  'AGENT_STATUS_IDLE',
  'AGENT_STATUS_OFFLINE',
  'AGENT_STATUS_CONSULTING',
  'AGENT_STATUS_THREEWAYTING',
  'AGENT_STATUS_TALKING_CUSTOMER',
  'AGENT_STATUS_TALKING_CONSULT',
  'AGENT_STATUS_ANSWER_CONSULT',
  'AGENT_STATUS_TALKING_THREEWAY',
  'AGENT_STATUS_TALKING_INTERNAL',
  'AGENT_STATUS_TALKING_EAVESDROP',
  'AGENT_STATUS_TALKING_WHISPER',
  'AGENT_STATUS_TALKING_BARGEIN',
  'AGENT_STATUS_CAMP_ON',
  'AGENT_STATUS_ANSWER_CALLEE',
  'AGENT_STATUS_BRIDGE_CALLEE',
] as const;
export type AgentStateName = (typeof agentStates)[number];

/** What the rows look at; `*`: whatever it is. */
export type StateFacts = {
  /** Of the native agent; `unknown` before anything was heard of him. */
  readonly agent: 'unknown' | 'null' | 'notReady' | 'ready' | 'busy' | 'workingAfterCall';
  /** His own connection; `talking`: connected to somebody who has answered as well. */
  readonly own: 'none' | 'initiated' | 'alerting' | 'connected' | 'talking' | 'hold';
  /** His part: he was called for a consultation or three-way, he called himself, or an ordinary party. */
  readonly part: 'consulted' | 'invited' | 'caller' | 'party';
  readonly kind: 'none' | 'inbound' | 'outbound' | 'internal';
  /** As the native consultation has it; `none`: there is none. */
  readonly consultation: 'none' | 'ringing' | 'inviting' | 'consulting' | 'alternated' | 'conference';
  readonly supervision: 'none' | 'listen' | 'whisper' | 'bargeIn';
};

type Cell<Column extends keyof StateFacts> = StateFacts[Column] | '*';
export type StateRow = readonly [
  agent: Cell<'agent'>, own: Cell<'own'>, part: Cell<'part'>, kind: Cell<'kind'>, consultation: Cell<'consultation'>, supervision: Cell<'supervision'>,
  state: AgentStateName,
];

export const stateRows = [
  // agent             own          part         kind        consultation  supervision  state
  ['unknown',          '*',         '*',         '*',        '*',          '*',         'AGENT_STATUS_UNKNOWN'],
  ['null',             '*',         '*',         '*',        '*',          '*',         'AGENT_STATUS_OFFLINE'],
  ['*',                '*',         '*',         '*',        '*',          'listen',    'AGENT_STATUS_TALKING_EAVESDROP'],
  ['*',                '*',         '*',         '*',        '*',          'whisper',   'AGENT_STATUS_TALKING_WHISPER'],
  ['*',                '*',         '*',         '*',        '*',          'bargeIn',   'AGENT_STATUS_TALKING_BARGEIN'],
  ['ready',            '*',         '*',         '*',        '*',          '*',         'AGENT_STATUS_IDLE'],
  ['notReady',         '*',         '*',         '*',        '*',          '*',         'AGENT_STATUS_SIGNIN'],
  ['workingAfterCall', '*',         '*',         '*',        '*',          '*',         'AGENT_STATUS_SIGNIN'],
  ['busy',             'initiated', '*',         '*',        '*',          '*',         'AGENT_STATUS_CAMP_ON'],
  ['busy',             'alerting',  '*',         '*',        '*',          '*',         'AGENT_STATUS_CAMP_ON'],
  ['busy',             '*',         '*',         '*',        'conference', '*',         'AGENT_STATUS_TALKING_THREEWAY'],
  ['busy',             '*',         'caller',    '*',        'inviting',   '*',         'AGENT_STATUS_THREEWAYTING'],
  ['busy',             '*',         'party',     '*',        'inviting',   '*',         'AGENT_STATUS_THREEWAYTING'],
  ['busy',             '*',         'consulted', '*',        'consulting', '*',         'AGENT_STATUS_ANSWER_CONSULT'],
  ['busy',             '*',         'consulted', '*',        'alternated', '*',         'AGENT_STATUS_ANSWER_CONSULT'],
  ['busy',             '*',         '*',         '*',        'ringing',    '*',         'AGENT_STATUS_CONSULTING'],
  ['busy',             '*',         '*',         '*',        'consulting', '*',         'AGENT_STATUS_TALKING_CONSULT'],
  ['busy',             '*',         '*',         '*',        'alternated', '*',         'AGENT_STATUS_TALKING_CUSTOMER'],
  ['busy',             'connected', 'caller',    '*',        '*',          '*',         'AGENT_STATUS_ANSWER_CALLEE'],
  ['busy',             '*',         '*',         'internal', '*',          '*',         'AGENT_STATUS_TALKING_INTERNAL'],
  ['busy',             '*',         'caller',    'outbound', '*',          '*',         'AGENT_STATUS_BRIDGE_CALLEE'],
  ['busy',             '*',         '*',         '*',        '*',          '*',         'AGENT_STATUS_TALKING_CUSTOMER'],
] as const satisfies readonly StateRow[];

/** `CallStatus`: which way the present call goes. */
export const callStatuses = { NO_CALL: 0, CALL_IN: 1, CALL_OUT: 2 } as const;
export type CallStatus = (typeof callStatuses)[keyof typeof callStatuses];

/** `callType` in events, by the native kind of the call; a test call of one's own telephone has `check`. */
export const callTypes = {
  inbound: 'CTI_CALL_TYPE_COMMON_CALL_IN',
  outbound: 'CTI_CALL_TYPE_MANUAL_CALL_OUT',
  internal: 'CTI_CALL_TYPE_INTERNAL_CALL',
  check: 'CTI_CALL_TYPE_CHECK_EXTEN',
  // The server dials nobody by itself; pages compare with it all the same.
  predictive: 'CTI_CALL_TYPE_PREDICT_CALL_OUT',
} as const;

/** `hangupReason`, by the native cause. The first six words are the document's; the others are FreeSWITCH's, for what it has no word. */
export const hangupReasons = {
  normal: 'NORMAL_CLEARING',
  noAnswer: 'NO_ANSWER',
  unreachable: 'NO_USER_RESPONSE',
  rejected: 'CALL_REJECTED',
  cancelled: 'ORIGINATOR_CANCEL',
  transferred: 'NO_ROUTE_DESTINATION',
  // Many telephones say busy when somebody presses reject.
  busy: 'NO_USER_RESPONSE',
  notFound: 'UNALLOCATED_NUMBER',
  notAllowed: 'OUTGOING_CALL_BARRED',
  trunksBusy: 'NORMAL_CIRCUIT_CONGESTION',
  mediaLost: 'MEDIA_TIMEOUT',
  switchLost: 'NORMAL_TEMPORARY_FAILURE',
  queueOverflow: 'NO_ROUTE_DESTINATION',
  forced: 'MANAGER_REQUEST',
  failed: 'NORMAL_TEMPORARY_FAILURE',
} as const;
