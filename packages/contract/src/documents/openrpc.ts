// The OpenRPC 1.3 document of the native door, with its notifications, made from the rows.
import type { EventRow } from '../event-row.ts';
import { errors, type ErrorName } from '../errors.table.ts';
import { closeCodes } from '../close-codes.table.ts';
import { events, type Events } from '../events/index.ts';
import type { MethodRow } from '../method.ts';
import { messageSchema } from '../message-schema.ts';
import { methods } from '../methods/index.ts';
import { snapshot } from '../views/snapshot.view.ts';
import { SchemaCollection, type JsonSchema } from './json-schema.ts';

const errorOf = (name: ErrorName): JsonSchema => ({
  code: errors[name].code,
  message: errors[name].en,
  data: { name },
});

function methodObject(name: string, row: MethodRow, schemas: SchemaCollection): JsonSchema {
  const { properties = {}, required = [] } = schemas.of(row.params, 'input') as {
    readonly properties?: Readonly<Record<string, JsonSchema>>;
    readonly required?: readonly string[];
  };
  return {
    name,
    summary: row.does,
    tags: [{ name: name.split('.')[0] }],
    paramStructure: 'either',
    params: Object.entries(properties).map(([param, schema]) => ({
      name: param,
      description: schemas.resolved(schema)['description'],
      required: required.includes(param),
      schema,
    })),
    result: { name: 'result', schema: schemas.of(row.result, 'output') },
    errors: row.refusals.map(errorOf),
    'x-by': row.by,
    'x-causes': row.causes,
    ...(row.service === null ? {} : { 'x-csta-service': row.service }),
  };
}

function eventObject(type: keyof Events, row: EventRow, schemas: SchemaCollection): JsonSchema {
  return {
    type,
    summary: row.says,
    ...(row.csta === null ? {} : { 'x-csta-event': row.csta }),
    params: schemas.of(messageSchema(type), 'output'),
  };
}

/** @returns the text of `docs/protocol/openrpc.json`. */
export function openRpcDocument(version: string): string {
  const schemas = new SchemaCollection();
  const methodObjects = Object.entries<MethodRow>(methods).map(([name, row]) => methodObject(name, row, schemas));
  const eventObjects = (Object.keys(events) as (keyof Events)[]).map((type) =>
    eventObject(type, events[type], schemas),
  );
  const snapshotObject = schemas.of(snapshot, 'output');
  const document = {
    openrpc: '1.3.2',
    info: {
      title: 'Cordboard native door',
      version,
      description: 'JSON-RPC 2.0 over WebSocket for agents, supervisors and programs.',
      license: { name: 'Apache-2.0' },
    },
    servers: [{ name: 'native', url: 'ws://localhost:9696/agent' }],
    methods: methodObjects,
    'x-notifications': [
      {
        method: 'event',
        summary: 'Something happened; `prev` is the `seq` of the event this session was given before.',
        events: eventObjects,
      },
      { method: 'event.paused', summary: 'The client reads too slowly; nothing comes until `event.snapshot`.' },
      { method: 'event.snapshot', summary: 'The client has caught up; this is the state now.', params: snapshotObject },
    ],
    'x-close-codes': closeCodes,
    components: { schemas: schemas.named() },
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}
