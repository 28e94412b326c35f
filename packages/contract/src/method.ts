// What a method row says, and the types that follow from rows.
import type { EventType } from '@cordboard/domain';
import type { z } from 'zod';
import type { ErrorName } from './errors.table.ts';

export type MethodRow = {
  /** What it does, in one sentence. */
  readonly does: string;
  /** Key order is the order of positional parameters. */
  readonly params: z.ZodObject;
  readonly result: z.ZodType;
  /** Who may call it: nobody needs to be signed in for `anyone`. The domain's policies hold the same ranks. */
  readonly by: 'anyone' | 'agent' | 'supervisor' | 'admin';
  /** `core`: a command of the domain; `door`: answered before the core's decisions. */
  readonly answeredBy: 'core' | 'door';
  readonly causes: readonly EventType[];
  readonly refusals: readonly ErrorName[];
  /** The CSTA service it corresponds to (ECMA-269), when there is one. */
  readonly service: string | null;
};

export type MethodTable = Readonly<Record<string, MethodRow>>;
