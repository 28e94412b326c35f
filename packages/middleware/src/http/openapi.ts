// The OpenAPI 3.1 document, made of the table of operations and the schemas that requests are checked by.
import { z } from 'zod';
import { operations, type Operation } from './operations.table.ts';

export type OpenApi = {
  readonly openapi: '3.1.0';
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly components: unknown;
};

const schemaOf = (schema: z.ZodType): Readonly<Record<string, unknown>> =>
  z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });

export function openApi(version: string): OpenApi {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const each of operations) (paths[each.path] ??= {})[each.method] = operationOf(each);
  return {
    openapi: '3.1.0',
    info: {
      title: 'Cordboard middleware',
      version,
      description: 'HTTP for agent programs in front of a CTI API. Errors are {error, code, detail?}.',
    },
    paths,
    components: {
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer' },
        cookie: { type: 'apiKey', in: 'cookie', name: 'cordboard_session' },
      },
    },
  };
}

function operationOf({ summary, needsSession, query, body, answers }: Operation): unknown {
  return {
    summary,
    security: needsSession ? [{ bearer: [] }, { cookie: [] }] : [],
    ...(query === undefined ? {} : { parameters: parametersOf(query) }),
    ...(body === undefined
      ? {}
      : { requestBody: { required: true, content: { 'application/json': { schema: schemaOf(body) } } } }),
    responses: Object.fromEntries(Object.entries(answers).map(([status, description]) => [status, { description }])),
  };
}

function parametersOf(query: z.ZodObject): readonly unknown[] {
  const { properties = {} } = schemaOf(query) as { properties?: Readonly<Record<string, { description?: string }>> };
  return Object.entries(properties).map(([name, { description, ...schema }]) => ({
    name,
    in: 'query',
    required: false,
    description,
    schema,
  }));
}
