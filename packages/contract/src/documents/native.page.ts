// The page about the native protocol: how it works, then every method, event, view and close code, from the rows.
import { closeCodes } from '../close-codes.table.ts';
import type { EventRow } from '../event-row.ts';
import { events } from '../events/index.ts';
import type { MethodRow } from '../method.ts';
import { methods } from '../methods/index.ts';
import { messageSchema } from '../message-schema.ts';
import { snapshot } from '../views/snapshot.view.ts';
import { SchemaCollection, type JsonSchema } from './json-schema.ts';
import { block, code, codes, generated, page, table } from './markdown.ts';
import { introduction } from './native.words.ts';
import { shape } from './shape.ts';

type ObjectSchema = {
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
};

const words = (schema: JsonSchema): string => (typeof schema['description'] === 'string' ? schema['description'] : '');

function fieldTable({ properties = {}, required = [] }: ObjectSchema, schemas: SchemaCollection): string {
  const rows = Object.entries(properties).map(([name, schema]) => [
    code(name),
    code(shape(schema)),
    required.includes(name) ? 'yes' : '',
    words(schemas.resolved(schema)),
  ]);
  return rows.length === 0 ? '' : table(['name', 'type', 'always', 'meaning'], rows);
}

function methodPart(name: string, row: MethodRow, schemas: SchemaCollection): string[] {
  const params = schemas.of(row.params, 'input') as ObjectSchema;
  const example = Object.fromEntries(
    Object.entries(params.properties ?? {})
      .filter(([key]) => params.required?.includes(key))
      .map(([key, schema]) => [
        key,
        (schemas.resolved(schema)['examples'] as readonly unknown[] | undefined)?.[0] ?? null,
      ]),
  );
  const facts = [
    `By: ${row.by}.`,
    row.service === null ? '' : `CSTA: ${row.service}.`,
    row.causes.length === 0 ? '' : `Events: ${codes(row.causes)}.`,
    row.refusals.length === 0 ? '' : `Refusals: ${codes(row.refusals)}.`,
  ];
  return [
    `### ${name}`,
    row.does,
    fieldTable(params, schemas),
    `Result: ${code(shape(schemas.of(row.result, 'output')))}`,
    facts.filter((fact) => fact !== '').join(' '),
    block('json', JSON.stringify({ jsonrpc: '2.0', id: 1, method: name, params: example })),
  ].filter((part) => part !== '');
}

function eventPart(type: keyof typeof events, row: EventRow, schemas: SchemaCollection): readonly string[] {
  const { properties = {} } = schemas.of(messageSchema(type), 'output') as ObjectSchema;
  const fields = Object.entries(properties).filter(([name]) => name !== 'type' && name !== 'at');
  return [
    code(type),
    row.says,
    fields.map(([name, schema]) => code(`${name}: ${shape(schema)}`)).join(', '),
    row.csta ?? '',
  ];
}

/** @returns the text of `docs/protocol/native.md`. */
export function nativePage(): string {
  const schemas = new SchemaCollection();
  const methodParts = Object.entries<MethodRow>(methods).flatMap(([name, row]) => methodPart(name, row, schemas));
  const eventRows = (Object.keys(events) as (keyof typeof events)[]).map((type) =>
    eventPart(type, events[type], schemas),
  );
  schemas.of(snapshot, 'output');
  const views = Object.entries(schemas.named()).flatMap(([name, schema]) => [
    `### ${name}`,
    ...[words(schema)].filter((text) => text !== ''),
    schema['properties'] === undefined ? code(shape(schema)) : fieldTable(schema as ObjectSchema, schemas),
  ]);
  const closes = Object.entries(closeCodes).map(([name, { code: number, comeBack, means }]) => [
    String(number),
    code(name),
    means,
    comeBack === 'no' ? 'no' : 'yes, with the token',
  ]);
  return page([
    '# The native protocol',
    generated,
    ...introduction,
    '## Close codes',
    table(['code', 'name', 'means', 'come back?'], closes),
    '## Methods',
    ...methodParts,
    '## Events',
    'Each is the `params` of a notification `event`, with `epoch`, `seq`, `prev`, `type` and `at` before what is listed here.',
    table(['type', 'says', 'carries', 'CSTA'], eventRows),
    '## Views',
    ...views,
  ]);
}
