// What the rows of the IPSC dialect say.
import type { z } from 'zod';

/** Whose word it is: the draft that the seeds belong to, version 6 of the original, or ours. */
export type IpscOrigin = 'draft' | 'v6' | 'ours';

/** The two generations of the wire; never mixed on one connection. */
export type IpscProfile = 'draft' | 'v6';

export type IpscMethodRow = {
  readonly does: string;
  /** What may be passed: the first that fits is meant. Key order is the order of positional parameters. */
  readonly params: readonly z.ZodObject[];
  readonly result: z.ZodType;
  readonly origin: IpscOrigin;
  /** `steer`: changes something at a CTI server, one such request at a time; `act`: at the telephone or the window alone; `look`: changes nothing; `window`: for the program's own window. */
  readonly kind: 'steer' | 'act' | 'look' | 'window';
  /** Whether somebody must be logged in. */
  readonly needsLogin?: true;
  /** For who passes something else. */
  readonly hint?: string;
  /** Other names that programs know it by. */
  readonly aliases?: readonly string[];
};

export type IpscMethodTable = Readonly<Record<string, IpscMethodRow>>;

/** What happened, as the program tells itself; each generation of the wire has words for it, or none. */
export type IpscEventRow<Happening> = {
  readonly says: string;
  readonly draft: Worded<Happening> | null;
  readonly v6: Worded<Happening> | null;
  /** Told only to pages that have asked for extensions. */
  readonly isOurs?: true;
};

export type Worded<Happening> = {
  readonly method: string;
  /** The names of what is carried: positions in the draft, keys in version 6. */
  readonly carries: readonly string[];
  readonly values: (happening: Happening) => readonly unknown[];
};
