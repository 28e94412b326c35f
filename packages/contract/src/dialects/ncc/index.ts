// The NCC dialect: the CTI API of Naumen Contact Center, protocol version 13, as rows.
export { commands as nccCommands, type NccCommand, type NccFieldsOf } from './commands.table.ts';
export { events as nccEvents, type NccEvent } from './events.table.ts';
export { cid as cidField, login as loginField } from './fields.ts';
export {
  commandRow,
  defaultPort,
  isAnswerName,
  isCommand,
  protocolVersion,
  readCommand,
  readEvent,
  subProtocol,
  type NccMessage,
} from './message.ts';
export type { NccAnswer, NccCommandRow, NccEventRow } from './row.ts';
export {
  absences,
  agentStates as nccAgentStates,
  isAbsence,
  transferCodeOf,
  transferCodeOfRefusal,
  transferCodes,
  userStates,
  type TransferCode,
  type UserStateName,
} from './states.table.ts';
export {
  softphoneEvents,
  softphoneRequests,
  softphoneSubProtocol,
  softphoneVersion,
  type SoftphoneRequestRow,
} from './softphone.table.ts';
