// What the rows of the NCC dialect say.
import type { z } from 'zod';

/** What is answered when all is well: `Ok`, or a message with data. Anything else is `Error` or `ParseError`. */
export type NccAnswer = 'Ok' | 'UserState' | 'Calls' | 'Conferences';

/** A command: from the module to the CTI API. */
export type NccCommandRow = {
  readonly does: string;
  /** What it carries besides `name`, `rid` and `login`. */
  readonly fields: z.ZodObject;
  /** `user`: for one user, and carries his `login`; `service`: for the connection, or for nobody in particular. */
  readonly scope: 'user' | 'service';
  readonly answer: NccAnswer;
  /** The events that tell of what it did, before the answer or behind it. */
  readonly causes: readonly string[];
  /** Whether a telephone in a browser does it; one that is a program of its own does all. */
  readonly webPhone: boolean;
  /** Whether it is about messages in text: chats, mail. */
  readonly isText?: true;
  /** Whether a user may send it for himself through the middleware: what cannot be confined to him is not relayed. */
  readonly relayed: boolean;
  /** Whether Cordboard's own CTI API does it; a text: why it answers `Error`. */
  readonly here: true | string;
};

/** An event: from the CTI API to the module. */
export type NccEventRow = {
  readonly says: string;
  /** What it carries besides `name`, `rid` and `login`. */
  readonly fields: z.ZodObject;
  /** `user`: carries the `login` that it is told to; `service`: does not. */
  readonly scope: 'user' | 'service';
  /** Whether it is only ever an answer. */
  readonly isAnswer?: true;
  readonly isText?: true;
};
