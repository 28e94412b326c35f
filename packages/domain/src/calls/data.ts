// The data a call carries: small texts by name, bounded in number and length.
import { dataEntries, dataNameLength, dataValueLength } from '../limits.ts';

export type CallData = Readonly<Record<string, string>>;

/** @returns the name at fault, or null when the data may be kept. */
export function dataRefusal(data: CallData): string | null {
  const names = Object.keys(data);
  if (names.length > dataEntries) return 'data';
  return (
    names.find(
      (name) =>
        name === '' ||
        name === '__proto__' ||
        name.length > dataNameLength ||
        (data[name]?.length ?? 0) > dataValueLength,
    ) ?? null
  );
}

/** New values over old ones; an empty value takes the name away. */
export function mergedData(old: CallData, changes: CallData): CallData {
  return Object.fromEntries(Object.entries({ ...old, ...changes }).filter(([, value]) => value !== ''));
}

/** Presets over what the call has. They lose against nothing: where there is no room for both, what the call had last gives way. */
export function presetData(old: CallData, presets: CallData): CallData {
  const kept = Object.entries(old).filter(([name]) => !Object.hasOwn(presets, name));
  const set = Object.entries(presets).filter(([, value]) => value !== '');
  return Object.fromEntries([...set, ...kept].slice(0, dataEntries));
}
