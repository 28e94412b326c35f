// From the name and parameters of a request to a method and what it takes.
import { bindParameters, type Bound } from '@cordboard/contract';
import { ipscMethods, type IpscMethod, type IpscMethodRow } from '@cordboard/contract/dialects/ipsc';

const byName = new Map<string, IpscMethod>(
  Object.entries(ipscMethods).flatMap(([name, row]) =>
    [name, ...('aliases' in row ? row.aliases : [])].map((one) => [one, name as IpscMethod] as const),
  ),
);

/** @returns null: there is no such method. */
export const methodNamed = (name: string): IpscMethod | null => byName.get(name) ?? null;

export const rowOf = (method: IpscMethod): IpscMethodRow => ipscMethods[method];

/** The first of the method's forms that fits; when none does, what is wrong with the one that comes nearest by its number of parameters. */
export function bind(method: IpscMethod, given: readonly unknown[] | object): Bound {
  const bounds = rowOf(method).params.map((schema) => bindParameters(schema, given));
  const fitting = bounds.find((bound) => 'params' in bound);
  return fitting ?? bounds.toSorted((a, b) => fieldDepth(b) - fieldDepth(a))[0]!;
}

/** A fault at a named parameter says more than one parameter too many. */
const fieldDepth = (bound: Bound): number => ('field' in bound && /^[a-z]/i.test(bound.field) ? 1 : 0);
