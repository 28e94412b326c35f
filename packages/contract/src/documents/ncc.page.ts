// The page about the CTI API: every command, event, state and transfer code, and what of it Cordboard's own door does.
import { z } from 'zod';
import { commands } from '../dialects/ncc/commands.table.ts';
import { events } from '../dialects/ncc/events.table.ts';
import type { NccCommandRow, NccEventRow } from '../dialects/ncc/row.ts';
import { transferCodeOf, transferCodes, userStates } from '../dialects/ncc/states.table.ts';
import type { JsonSchema } from './json-schema.ts';
import { code, codes, generated, page, table } from './markdown.ts';
import { nccWords } from './ncc.words.ts';
import { shape } from './shape.ts';

function fieldsOf(schema: z.ZodObject): string {
  const { properties = {}, required = [] } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as {
    readonly properties?: Readonly<Record<string, JsonSchema>>;
    readonly required?: readonly string[];
  };
  const named = Object.entries(properties).map(
    ([name, one]) => `${name}${required.includes(name) ? '' : '?'}: ${shape(one)}`,
  );
  return named.length === 0 ? '–' : code(named.join(', '));
}

const commandTable = table(
  ['command', 'fields', 'does', 'answer', 'events', 'by the middleware', 'Cordboard’s door'],
  (Object.entries(commands) as [string, NccCommandRow][]).map(([name, row]) => [
    code(name),
    fieldsOf(row.fields),
    row.does,
    code(row.answer),
    row.causes.length === 0 ? '–' : codes(row.causes),
    row.relayed ? 'relayed' : 'not relayed',
    row.here === true ? 'yes' : `Error: ${row.here}`,
  ]),
);

const eventTable = table(
  ['event', 'fields', 'says', 'to'],
  (Object.entries(events) as [string, NccEventRow][]).map(([name, row]) => [
    code(name),
    fieldsOf(row.fields),
    row.says,
    row.isAnswer === true ? 'who asked' : row.scope === 'user' ? 'who is attached to `login`' : 'who subscribed',
  ]),
);

const stateTable = table(
  ['state', 'says', 'set by'],
  Object.entries(userStates).map(([name, { says, by }]) => [code(name), says, by === 'user' ? 'command' : 'telephone']),
);

const codeTable = table(
  ['status', 'name', 'for these reasons of the core'],
  Object.entries(transferCodes).map(([name, number]) => [
    `"${number}"`,
    name,
    codes(Object.entries(transferCodeOf).flatMap(([cause, one]) => (one === name ? [cause] : []))) || '–',
  ]),
);

/** @returns docs/protocol/ncc.md */
export const nccPage = (): string =>
  page([
    '# The CTI API',
    generated,
    nccWords.wire,
    '## Commands',
    nccWords.commands,
    commandTable,
    '## Events',
    nccWords.events,
    eventTable,
    '## States of a user',
    nccWords.states,
    stateTable,
    '## Why a transfer failed',
    codeTable,
  ]);
