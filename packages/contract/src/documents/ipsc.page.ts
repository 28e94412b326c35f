// The page about the local server of the agent's program: every method, event, number and code, in both generations of the wire.
import { z } from 'zod';
import { enums } from '../dialects/ipsc/enums.table.ts';
import { codeOf, codes } from '../dialects/ipsc/codes.table.ts';
import { events, windowOnly, type HappeningName } from '../dialects/ipsc/events.table.ts';
import { methods } from '../dialects/ipsc/methods.table.ts';
import type { IpscEventRow, IpscMethodRow, IpscOrigin, Worded } from '../dialects/ipsc/row.ts';
import { ipscWords } from './ipsc.words.ts';
import type { JsonSchema } from './json-schema.ts';
import { code, codes as codeList, generated, page, table } from './markdown.ts';
import { shape } from './shape.ts';

const whose: Readonly<Record<IpscOrigin, string>> = { draft: 'draft', v6: 'version 6', ours: '*ours*' };
const kinds: Readonly<Record<IpscMethodRow['kind'], string>> = {
  steer: 'one at a time',
  act: 'telephone, window',
  look: 'looks',
  window: 'the window only',
};

/** As it is written on the wire. */
const jsonOf = (schema: z.ZodType): JsonSchema => z.toJSONSchema(schema, { io: 'input' });

function parameters(schema: z.ZodObject): string {
  const { properties = {}, required = [] } = jsonOf(schema) as {
    readonly properties?: Readonly<Record<string, JsonSchema>>;
    readonly required?: readonly string[];
  };
  const names = Object.entries(properties).map(
    ([name, one]) => `${name}${required.includes(name) ? '' : '?'}: ${shape(one)}`,
  );
  return names.length === 0 ? 'none' : names.join(', ');
}

const methodTable = table(
  ['method', 'whose', 'parameters, in their order', 'result', 'does', 'kind'],
  (Object.entries(methods) as [string, IpscMethodRow][]).map(([name, row]) => [
    codeList([name, ...(row.aliases ?? [])]),
    whose[row.origin],
    row.params.map((schema) => code(parameters(schema))).join(' or '),
    code(shape(jsonOf(row.result))),
    row.does,
    kinds[row.kind],
  ]),
);

const worded = (words: Worded<never> | null): string =>
  words === null
    ? '–'
    : `${code(words.method)} ${words.carries.length === 0 ? '' : code(words.carries.join(', '))}`.trim();

const eventTable = table(
  ['says', 'draft: positions', 'version 6: one object with'],
  (Object.entries(events) as [HappeningName, IpscEventRow<never>][])
    .filter(([name]) => !windowOnly.has(name))
    .map(([, { says, draft, v6, isOurs }]) => [
      `${says}${isOurs === true ? ' *Ours.*' : ''}`,
      worded(draft),
      worded(v6),
    ]),
);

const codeTable = table(
  ['code', 'name', 'English', '中文', 'for these refusals of the core'],
  Object.entries(codes).map(([name, { code: number, en, zh }]) => [
    String(number),
    code(name),
    en,
    zh,
    codeList(Object.entries(codeOf).flatMap(([refusal, one]) => (one === name ? [refusal] : []))),
  ]),
);

const enumTables = Object.entries(enums).map(([name, rows]) =>
  [
    `### ${name}`,
    table(
      ['value', 'name', 'says'],
      Object.entries(rows).map(([key, { value, says }]) => [String(value), code(key), says]),
    ),
  ].join('\n\n'),
);

/** @returns docs/protocol/ipsc.md */
export const ipscPage = (): string =>
  page([
    '# The local server of the agent’s program',
    generated,
    ipscWords.wire,
    '## Methods',
    ipscWords.methods,
    methodTable,
    '## Events',
    ipscWords.events,
    eventTable,
    '## Errors',
    ipscWords.errors,
    codeTable,
    '## Numbers',
    ...enumTables,
  ]);
