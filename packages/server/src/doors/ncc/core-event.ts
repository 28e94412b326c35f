// An event of the core, read once for all users that are told of it.
import type { AgentView, CallView, DeviceView } from '@cordboard/contract';
import type { Published } from '../../core.ts';
import type { Fields } from './message.ts';

export type CoreEvent = Fields & {
  readonly type: string;
  readonly seq: number;
  readonly at: number;
  readonly agent?: AgentView;
  readonly call?: CallView;
  readonly device?: DeviceView;
};

/** The last one that was read: the next user usually asks for the same. */
let read: { readonly published: Published; readonly event: CoreEvent } | null = null;

export function eventOf(published: Published): CoreEvent {
  if (read?.published !== published) read = { published, event: JSON.parse(`${published.json}}`) as CoreEvent };
  return read.event;
}
