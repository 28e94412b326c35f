// The IPSC dialect: what the local server of the agent's program says and understands, as rows.
export * from './enums.table.ts';
export {
  codeOf as ipscCodeOf,
  codes as ipscCodes,
  type CodeRow as IpscCodeRow,
  type IpscErrorName,
} from './codes.table.ts';
export {
  events as ipscEvents,
  windowOnly,
  type Happening,
  type HappeningName,
  type Happenings,
} from './events.table.ts';
export { methods as ipscMethods, type IpscMethod, type IpscParams, type IpscResult } from './methods.table.ts';
export { statusOf, pauseOf, type AgentFacts, type Status } from './status.table.ts';
export type { Objects as IpscObjects } from './objects.ts';
export type { IpscEventRow, IpscMethodRow, IpscOrigin, IpscProfile } from './row.ts';
