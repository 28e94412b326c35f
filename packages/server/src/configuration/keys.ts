// The settings as a flat list of full names, read off the schema: what flags, environment, help and documentation go by.
import { z } from 'zod';

export type KeyKind = 'text' | 'number' | 'boolean' | 'list' | 'objects';

export type Key = {
  /** As in the file, joined by dots: `http.port`. */
  readonly name: string;
  /** `CORDBOARD_HTTP_PORT`. */
  readonly variable: string;
  readonly kind: KeyKind;
  readonly description: string;
  /** `undefined`: not set unless the operator sets it. */
  readonly default: unknown;
  readonly secret: boolean;
  /** The words it may be, where it is one of a few. */
  readonly choices: readonly string[] | null;
  /** Of one entry, where it is a list of objects: `trunks[].id`. */
  readonly members: readonly Key[];
};

type Described = { readonly meta: z.GlobalMeta | undefined; readonly default: unknown; readonly bare: z.core.$ZodType };

/** Takes the wrappers off: optional, default and prefault say how a value may be missing, not what it is. */
function unwrap(schema: z.core.$ZodType): Described {
  let bare = schema;
  let byDefault: unknown;
  let meta: z.GlobalMeta | undefined;
  for (;;) {
    meta ??= z.globalRegistry.get(bare);
    if (bare instanceof z.ZodDefault) byDefault ??= bare.def.defaultValue;
    if (
      bare instanceof z.ZodOptional ||
      bare instanceof z.ZodNullable ||
      bare instanceof z.ZodDefault ||
      bare instanceof z.ZodPrefault
    ) {
      bare = bare.def.innerType;
    } else return { meta, default: byDefault, bare };
  }
}

function kindOf(bare: z.core.$ZodType): KeyKind {
  if (bare instanceof z.ZodNumber) return 'number';
  if (bare instanceof z.ZodBoolean) return 'boolean';
  if (bare instanceof z.ZodArray) return unwrap(bare.element).bare instanceof z.ZodObject ? 'objects' : 'list';
  return 'text';
}

const variableOf = (name: string): string =>
  name
    .replaceAll('.', '_')
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toUpperCase();

/**
 * Every setting, in the order of the schema.
 *
 * @param variables what the names of environment variables begin with: `CORDBOARD_`.
 * @param prefix the name so far.
 */
export function keysOf(schema: z.core.$ZodType, variables: string, prefix = ''): readonly Key[] {
  const { meta, default: byDefault, bare } = unwrap(schema);
  if (bare instanceof z.ZodObject) {
    return Object.entries(bare.shape).flatMap(([name, inner]) =>
      keysOf(inner, variables, prefix === '' ? name : `${prefix}.${name}`),
    );
  }
  const isObjects = kindOf(bare) === 'objects' && bare instanceof z.ZodArray;
  return [
    {
      name: prefix,
      variable: variables + variableOf(prefix),
      kind: kindOf(bare),
      description: meta?.description ?? '',
      default: byDefault,
      secret: meta?.secret === true,
      choices: bare instanceof z.ZodEnum ? bare.options.map(String) : null,
      members: isObjects ? keysOf(bare.element, variables, `${prefix}[]`) : [],
    },
  ];
}

const distance = (left: string, right: string): number => {
  let row = Array.from({ length: right.length + 1 }, (_, at) => at);
  for (let i = 1; i <= left.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= right.length; j += 1) {
      const change = left[i - 1] === right[j - 1] ? 0 : 1;
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + change));
    }
    row = next;
  }
  return row[right.length] ?? 0;
};

/** The name that was probably meant, or null when none is near. */
export function nearest(wrong: string, names: readonly string[]): string | null {
  const ranked = names
    .map((name) => ({ name, away: distance(wrong.toLowerCase(), name.toLowerCase()) }))
    .toSorted((left, right) => left.away - right.away);
  const best = ranked[0];
  return best !== undefined && best.away <= Math.max(2, Math.floor(best.name.length / 3)) ? best.name : null;
}

/** ` Did you mean http.port?`, or nothing. */
export const didYouMean = (wrong: string, names: readonly string[]): string => {
  const name = nearest(wrong, names);
  return name === null ? '' : ` Did you mean ${name}?`;
};
