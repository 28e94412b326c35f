// From the domain's event to the message that travels: what the row names of it, and the views after it.
import type { AgentId, CallId, DeviceId, Event, QueueId, World } from '@cordboard/domain';
import type { EventRow, ViewKind } from './event-row.ts';
import { events, type EventMessage } from './events/index.ts';
import { viewAgent } from './views/agent.view.ts';
import type { Lookups } from './views/lookups.ts';
import { viewCall } from './views/call.view.ts';
import { viewDevice } from './views/device.view.ts';
import { viewQueue } from './views/queue.view.ts';

type Subject = {
  readonly agentId?: AgentId;
  readonly callId?: CallId;
  readonly queueId?: QueueId;
  readonly deviceId?: DeviceId | null;
};

/** What of each event travels: the keys of its row's payload. */
const payloadKeys: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  Object.entries(events).map(([type, row]) => [type, Object.keys(row.payload.shape)]),
);

/**
 * An event as it travels: the same for everybody, so that it is encoded once.
 *
 * @param world as it is right after the event.
 */
export function eventMessage(world: World, event: Event, lookups: Lookups): EventMessage {
  const message: Record<string, unknown> = { type: event.type, at: event.at };
  const source = event as unknown as Readonly<Record<string, unknown>>;
  const row: EventRow = events[event.type];
  for (const key of payloadKeys[event.type] ?? []) {
    const makes = row.made?.[key] as ((event: Event) => unknown) | undefined;
    message[key] = makes === undefined ? source[key] : makes(event);
  }
  const subject = event as Subject;
  for (const kind of row.carries) {
    const view = viewOf(kind, world, subject, lookups);
    if (view !== undefined) message[kind] = view;
  }
  return message as unknown as EventMessage;
}

/** A call that is over has no view any more; nor has an agent or queue that the configuration dropped. */
function viewOf(kind: ViewKind, world: World, subject: Subject, lookups: Lookups): object | undefined {
  switch (kind) {
    case 'agent': {
      const agent = subject.agentId === undefined ? undefined : world.agents.get(subject.agentId);
      return agent && viewAgent(world, agent, lookups);
    }
    case 'call': {
      const call = subject.callId === undefined ? undefined : world.calls.get(subject.callId);
      return call && viewCall(world, call, lookups);
    }
    case 'queue': {
      const queue = subject.queueId === undefined ? undefined : world.queues.get(subject.queueId);
      return queue && viewQueue(world, queue);
    }
    case 'device':
      return subject.deviceId === undefined || subject.deviceId === null
        ? undefined
        : viewDevice(world, subject.deviceId);
  }
}

/**
 * An event encoded once for everybody: the `params` of its notification without the closing brace, so that each subscriber's `prev` can
 * be joined to it.
 */
export function encodeEvent(epoch: string, seq: number, message: EventMessage): string {
  return JSON.stringify({ epoch, seq, ...message }).slice(0, -1);
}
