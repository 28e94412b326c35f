// What other packages see of the contract.
export * from './limits.ts';
export * from './errors.table.ts';
export * from './close-codes.table.ts';
export type * from './method.ts';
export type * from './event-row.ts';
export type * from './json-rpc.ts';
export * from './methods/index.ts';
export * from './events/index.ts';
export * from './event-message.ts';
export type { AgentView, Allowed } from './views/agent.view.ts';
export type { CallView, ConnectionView } from './views/call.view.ts';
export type { SupervisionView } from './views/supervision.view.ts';
export type { QueueView } from './views/queue.view.ts';
export { resultView } from './views/result.view.ts';
export type { DeviceView } from './views/device.view.ts';
export { snapshotOf, type Snapshot, type SnapshotState } from './views/snapshot.view.ts';
export { messageSchema } from './message-schema.ts';
export { snapshotState as snapshotStateSchema } from './views/snapshot.view.ts';
