// JSON Schemas of what travels, for documents: named views once, referred to from everywhere.
import { z } from 'zod';

export type JsonSchema = Readonly<Record<string, unknown>>;

/** Collects the named schemas that the others refer to. */
export class SchemaCollection {
  readonly #named = new Map<string, JsonSchema>();

  /** @returns the schema, referring to `#/components/schemas/…` for what has a name. */
  of(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
    const { $schema: _, $defs, ...own } = z.toJSONSchema(schema, { io }) as Record<string, unknown>;
    for (const [name, definition] of Object.entries(($defs ?? {}) as Record<string, JsonSchema>)) {
      this.#named.set(name, tidied(definition) as JsonSchema);
    }
    return tidied(own) as JsonSchema;
  }

  /** The schema that a reference leads to; any other schema as it is. */
  resolved(schema: JsonSchema): JsonSchema {
    const { $ref } = schema;
    return typeof $ref === 'string' ? (this.#named.get($ref.slice($ref.lastIndexOf('/') + 1)) ?? schema) : schema;
  }

  /** By name, in alphabetical order. */
  named(): Readonly<Record<string, JsonSchema>> {
    return Object.fromEntries([...this.#named].sort(([a], [b]) => (a < b ? -1 : 1)));
  }
}

/** `readOnly` says something about our types, nothing about the wire. */
function tidied(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(tidied);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([key, one]) => !(key === 'readOnly' && one === true) && key !== 'id');
  return Object.fromEntries(
    entries.map(([key, one]) => [
      key,
      key === '$ref' && typeof one === 'string' ? one.replace('#/$defs/', '#/components/schemas/') : tidied(one),
    ]),
  );
}
