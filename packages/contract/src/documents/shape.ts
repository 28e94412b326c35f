// A JSON Schema in one line, for people: `string`, `CallView[]`, `'in' | 'out'`.
import type { JsonSchema } from './json-schema.ts';

export function shape(schema: JsonSchema): string {
  const { $ref, type, enum: values, const: value, items, properties, required, additionalProperties } = schema;
  const choices = (schema['anyOf'] ?? schema['oneOf']) as readonly JsonSchema[] | undefined;
  if (typeof $ref === 'string') return $ref.slice($ref.lastIndexOf('/') + 1);
  if (choices !== undefined) return choices.map(shape).join(' or ');
  if (value !== undefined) return JSON.stringify(value);
  if (Array.isArray(values)) return values.map((one) => JSON.stringify(one)).join(' or ');
  const tuple = schema['prefixItems'] as readonly JsonSchema[] | undefined;
  if (tuple !== undefined) return `[${tuple.map(shape).join(', ')}]`;
  if (type === 'array') return `array of (${shape(items as JsonSchema)})`;
  if (type !== 'object') return typeof type === 'string' ? type : 'any';
  if (properties === undefined) {
    return typeof additionalProperties === 'object' ? `object of ${shape(additionalProperties as JsonSchema)}` : '{}';
  }
  const fields = Object.entries(properties as Record<string, JsonSchema>).map(
    ([name, one]) => `${name}${(required as string[] | undefined)?.includes(name) === true ? '' : '?'}: ${shape(one)}`,
  );
  return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`;
}
