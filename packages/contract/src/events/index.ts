// Every event, and the types that follow from the rows; a domain event without a row does not compile.
import type { EventOf, EventType } from '@cordboard/domain';
import type { z } from 'zod';
import type { EventRow } from '../event-row.ts';
import type { AgentView } from '../views/agent.view.ts';
import type { CallView } from '../views/call.view.ts';
import type { DeviceView } from '../views/device.view.ts';
import type { QueueView } from '../views/queue.view.ts';
import { agentEvents } from './agent.table.ts';
import { callEvents } from './call.table.ts';
import { leaveEvents } from './leave.table.ts';
import { recordingEvents } from './recording.table.ts';
import { supervisionEvents } from './supervision.table.ts';
import { tenantEvents } from './tenant.table.ts';

export const events = {
  ...tenantEvents,
  ...agentEvents,
  ...leaveEvents,
  ...callEvents,
  ...supervisionEvents,
  ...recordingEvents,
} as const satisfies Record<EventType, EventRow>;

export type Events = typeof events;
type Views = {
  readonly agent?: AgentView;
  readonly call?: CallView;
  readonly queue?: QueueView;
  readonly device?: DeviceView;
};

/** An event as it travels, before it has its place in the stream. */
export type EventMessage = {
  [T in EventType]: { readonly type: T; readonly at: number } & Readonly<z.output<Events[T]['payload']>> & Views;
}[EventType];
export type EventMessageOf<T extends EventType> = Extract<EventMessage, { type: T }>;

/** An event as a client gets it: `prev` is the seq of the event it was given before. */
export type StreamEvent = EventMessage & { readonly epoch: string; readonly seq: number; readonly prev: number };

type Made<T extends EventType> = Events[T] extends { readonly made: infer M } ? M : object;
type AsSent<T extends EventType> = Omit<EventOf<T>, keyof Made<T>> & {
  readonly [K in keyof Made<T>]: Made<T>[K] extends (event: never) => infer Value ? Value : never;
};
type Mismatch = {
  [T in EventType]: string extends keyof z.output<Events[T]['payload']>
    ? never
    : AsSent<T> extends Readonly<z.output<Events[T]['payload']>>
      ? never
      : T;
}[EventType];

/** Not `true` when the domain's event lacks what its row says travels: then this line does not compile, and names the event. */
export const rowsMatchEvents: [Mismatch] extends [never] ? true : Mismatch = true;
