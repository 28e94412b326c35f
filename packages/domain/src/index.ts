// What other packages see of the heart.
export type * from './ids.ts';
export type * from './configuration.ts';
export type * from './refusal.ts';
export type * from './command.ts';
export type * from './input.ts';
export type * from './event.ts';
export type * from './effect.ts';
export type * from './world.ts';
export type * from './step.ts';
export type * from './calls/call.ts';
export type * from './calls/record.ts';
export type * from './agents/agent.ts';
export type * from './queues/queue.ts';
