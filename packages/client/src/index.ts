// What users of the SDK see.
export { CordboardClient, type ClientEvents, type ClientOptions } from './client.ts';
export { CordboardError, type LocalErrorName } from './error.ts';
export { limits, type ClientLimits } from './limits.ts';
export type { ClientState, Link, Position, SessionInfo } from './state.ts';
export type { SocketClass, SocketLike } from './socket.ts';
export type { Unsubscribe } from './emitter.ts';
export type { CallArguments, MethodTree } from './methods.ts';
export type {
  AgentView,
  CallView,
  CloseName,
  ConnectionView,
  DeviceView,
  ErrorName,
  MethodName,
  ParamsInputOf,
  QueueView,
  ResultOf,
  Snapshot,
  StreamEvent,
} from '@cordboard/contract';
