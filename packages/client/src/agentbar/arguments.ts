// The checks that need no server: properties that a method needs, and its arguments, by the rows and in the order of the document.
import { agentBarMethods, agentBarProperties, statuses, type Param } from '@cordboard/contract/dialects/agentbar';
import type { BarMethodName, MethodRows, PropertyName, PropertyValues } from './names.ts';
import { asBoolean, asText } from './properties.ts';

const rows: MethodRows = agentBarMethods;
const propertyRows = agentBarProperties as Readonly<Record<PropertyName, { readonly empty?: number }>>;

/** @returns the code of the first property that is missing; 0: none. */
export function missingProperty(method: BarMethodName, properties: PropertyValues): number {
  for (const name of rows[method].needs) {
    const value = properties[name as PropertyName];
    if (value === null || String(value).trim() === '') return propertyRows[name as PropertyName].empty ?? -59;
  }
  return 0;
}

/** Arguments of their types, or the code of the first that is wrong. */
export function checkedArguments(method: BarMethodName, given: readonly unknown[]): readonly unknown[] | number {
  const checked: unknown[] = [];
  for (const [index, param] of rows[method].params.entries()) {
    const value = checkedOne(param, given[index]);
    if ('code' in value) return value.code;
    checked.push(value.value);
  }
  return checked;
}

type Checked = { readonly value: unknown } | { readonly code: number };

function checkedOne(param: Param, given: unknown): Checked {
  const said = asText(given).trim();
  const text = said === '' ? (param.otherwise ?? '') : said;
  if (text === '') {
    if (param.empty !== undefined) return { code: param.empty };
    if (param.type === 'string') return { value: '' };
  }
  if (param.oneOf !== undefined && text !== '' && !param.oneOf.includes(text.toLowerCase())) {
    return { code: param.wrong ?? -59 };
  }
  switch (param.type) {
    case 'string':
      return { value: text };
    case 'int': {
      const number = Number(text);
      return Number.isInteger(number) ? { value: number } : { code: param.wrong ?? -59 };
    }
    case 'bool': {
      const flag = asBoolean(text);
      return flag === null ? { code: param.wrong ?? param.empty ?? -59 } : { value: flag };
    }
  }
}

/** @returns the row of a status by its number; undefined: there is none. */
export const statusRow = (value: number | string): (typeof statuses)[number] | undefined =>
  String(value).trim() === '' ? undefined : statuses.find((row) => row.value === Number(value));
