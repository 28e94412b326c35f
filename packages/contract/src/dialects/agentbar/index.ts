// The AgentBar dialect: rows that the client carries, and the types that follow from them. No schemas, no logic but looking a row up.
export { methods as agentBarMethods } from './methods.table.ts';
export { events as agentBarEvents } from './events.table.ts';
export { properties as agentBarProperties } from './properties.table.ts';
export { structs as agentBarStructs } from './structs.table.ts';
export { buttons as agentBarButtons, type ButtonRow } from './buttons.table.ts';
export { codes as agentBarCodes, linkCodes, type Code, type CodeRow } from './codes.table.ts';
export { codeOf } from './code-of.ts';
export {
  restore,
  statuses,
  statusView,
  type Choice,
  type SentStatus,
  type StatusRow,
  type StatusValue,
  type StatusViewRow,
} from './statuses.table.ts';
export {
  agentStates,
  callStatuses,
  callTypes,
  hangupReasons,
  stateRows,
  type AgentStateName,
  type CallStatus,
  type StateFacts,
} from './states.table.ts';
export type { Arg, ArgType, EventRow, MethodRow, Param, PropertyRow, StructName, StructOf, ValueOf } from './row.ts';
