// A journal entry ready to be written: its event encoded once, for PostgreSQL and for the spool.
import type { Event } from '@cordboard/domain';
import type { JournalEntry } from './store.ts';

export type JournalLine = { readonly seq: number; readonly event: Event; readonly body: string };

export const lineOf = ({ seq, event }: JournalEntry): JournalLine => ({ seq, event, body: JSON.stringify(event) });
