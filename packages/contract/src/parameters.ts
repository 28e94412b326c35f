// From positional or named parameters to what a method's row promises, or the name of the one at fault.
import type { z } from 'zod';

export type Fault = { readonly field: string; readonly detail: string };
export type Bound = { readonly params: unknown } | Fault;

/** A part of a zod issue that says where and what. */
type Issue = {
  readonly code?: string;
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly keys?: readonly string[];
};

/**
 * @param schema the parameters of a method's row; key order is the order of positional parameters.
 * @param given `params` of a JSON-RPC 2.0 request (§4.2): a list, or an object by name.
 */
export function bindParameters(schema: z.ZodObject, given: readonly unknown[] | object): Bound {
  const keys = Object.keys(schema.shape);
  if (Array.isArray(given) && given.length > keys.length) {
    return { field: String(keys.length), detail: `At most ${keys.length} parameters, but ${given.length} were given.` };
  }
  const named = Array.isArray(given) ? byPosition(keys, given as readonly unknown[]) : given;
  const parsed = schema.safeParse(named);
  return parsed.success ? { params: parsed.data } : faultOf(parsed.error.issues[0] as Issue, named);
}

/** Key order of the row is the order of positional parameters. */
const byPosition = (keys: readonly string[], values: readonly unknown[]): Readonly<Record<string, unknown>> =>
  Object.fromEntries(values.map((value, index) => [keys[index], value]));

function faultOf(issue: Issue, given: unknown): Fault {
  const path = issue.path.map(String);
  if (issue.code === 'unrecognized_keys') {
    const field = [...path, issue.keys?.[0] ?? ''].join('.');
    return { field, detail: `\`${field}\` is not a parameter here.` };
  }
  const field = path.join('.');
  const value = path.reduce<unknown>((at, key) => (at as Readonly<Record<string, unknown>> | undefined)?.[key], given);
  return { field, detail: value === undefined ? `\`${field}\` is missing.` : `\`${field}\`: ${issue.message}` };
}
