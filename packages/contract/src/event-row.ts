// What an event row says, and the types that follow from rows.
import type { z } from 'zod';

/** Which view travels along. */
export type ViewKind = 'agent' | 'call' | 'queue' | 'device';

export type EventRow = {
  /** What happened, in one sentence. */
  readonly says: string;
  /** What travels besides `type`, `at` and the views. */
  readonly payload: z.ZodObject;
  /** What of the payload is not in the domain's event as it stands, or was not in older journals: made from it. */
  readonly made?: Readonly<Record<string, (event: never) => unknown>>;
  /** The aggregate whose view after the event travels along: the client replaces its copy by id. */
  readonly carries: readonly ViewKind[];
  /** The CSTA event it corresponds to (ECMA-269), when there is one. */
  readonly csta: string | null;
};

export type EventTable = Readonly<Record<string, EventRow>>;
