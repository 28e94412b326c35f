// The schema of an event as it travels: what its row names, and the views it carries; documents and tests are made from it.
import { z } from 'zod';
import type { ViewKind } from './event-row.ts';
import { events, type Events } from './events/index.ts';
import { agentView } from './views/agent.view.ts';
import { callView } from './views/call.view.ts';
import { deviceView } from './views/device.view.ts';
import { queueView } from './views/queue.view.ts';

const views: Readonly<Record<ViewKind, z.ZodType>> = {
  agent: agentView.exactOptional(),
  call: callView.exactOptional(),
  queue: queueView.exactOptional(),
  device: deviceView.exactOptional(),
};

/** @returns the object without its place in the stream (`epoch`, `seq`, `prev`). */
export function messageSchema(type: keyof Events): z.ZodObject {
  const { payload, carries } = events[type];
  const carried = Object.fromEntries(carries.map((kind) => [kind, views[kind]]));
  const at = z.number().int().meta({ description: 'When it happened (ms since the Unix epoch).' });
  return z.strictObject({ type: z.literal(type), at, ...payload.shape, ...carried });
}
