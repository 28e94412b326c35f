// The properties of one AgentBar: their values by row, with text taken for numbers and booleans where a page gives it.
import { agentBarProperties, type PropertyRow } from '@cordboard/contract/dialects/agentbar';
import type { PropertyName, PropertyValues } from './names.ts';

const rows = agentBarProperties as Readonly<Record<PropertyName, PropertyRow>>;

export function initialValues(): PropertyValues {
  const entries = Object.entries(rows).map(([name, { initial }]) => [name, initial]);
  return Object.fromEntries(entries) as PropertyValues;
}

/** What a page gives, as what the row says it is; what cannot be understood stays as it is, and is found when it is used. */
export function asProperty(type: PropertyRow['type'], value: unknown): unknown {
  switch (type) {
    case 'string':
      return asText(value);
    case 'int':
    case 'status':
      return value === null || value === undefined || value === '' ? null : Number(value);
    case 'bool':
      return value === undefined ? null : (asBoolean(value) ?? value);
    case 'list':
      return Array.isArray(value) ? value.map(String) : [];
  }
}

/** @returns empty for what is no text and cannot be made one. */
export function asText(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint' ? `${value}` : '';
}

/** @returns null when it is neither. */
export function asBoolean(value: unknown): boolean | null {
  if (typeof value === 'boolean') return value;
  const text = asText(value).trim().toLowerCase();
  if (['true', 'yes', '1'].includes(text)) return true;
  return ['false', 'no', '0'].includes(text) ? false : null;
}
