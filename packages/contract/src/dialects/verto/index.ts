// The Verto dialect: what FreeSWITCH's and XSwitch's clients say, as rows.
export {
  methods as vertoMethods,
  messages as vertoMessages,
  type VertoMessage,
  type VertoMethod,
} from './methods.table.ts';
export { functionErrors, wireErrors, type FunctionErrorName, type WireErrorName } from './errors.table.ts';
export { functions as centerFunctions, type ArgsOf, type CenterFunction } from './functions.table.ts';
export { events as vertoEvents } from './events.table.ts';
export { callStateOf, connectionStates, stateOf, type CallState, type VertoState } from './states.table.ts';
export type {
  EventType,
  FunctionRow,
  Origin,
  VertoErrorRow,
  VertoEventRow,
  VertoMessageRow,
  VertoMethodRow,
} from './row.ts';
