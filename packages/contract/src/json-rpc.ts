// The shapes of JSON-RPC 2.0 as both ends of the native door use them.
import type { StreamEvent } from './events/index.ts';
import type { ErrorName } from './errors.table.ts';
import type { Snapshot } from './views/snapshot.view.ts';

export type RequestId = string | number | null;

export type ErrorObject = {
  readonly code: number;
  /** English, for developers; `data.text` is for people. */
  readonly message: string;
  readonly data: {
    readonly name: ErrorName;
    /** The parameter at fault, as a path: `to.queueId`. */
    readonly field?: string;
    readonly detail?: string;
    /** Try again after so many ms. */
    readonly retryAfterMs?: number;
    readonly text: { readonly zh: string; readonly en: string; readonly ru: string };
  };
};

/** What the server says without being asked. */
export type Notifications = {
  readonly event: StreamEvent;
  /** The client reads too slowly: no events until `event.snapshot`. */
  readonly 'event.paused': { readonly epoch: string; readonly seq: number };
  /** The client has caught up: the state as it is now; events behind its position follow. */
  readonly 'event.snapshot': Snapshot;
};
