// From a key to a command: for the chosen call, with what was asked for.
import type { Fields } from './api.ts';
import { keys, type KeyRow } from './keys.table.ts';
import type { CallLine, Model } from './model.ts';

export const rowOf = (key: string): KeyRow | undefined => keys.find((row) => row.key === key);

/** @returns the call that a key is for; null: none fits. The chosen one first, else the only one that does. */
export function callFor(row: KeyRow, model: Model): CallLine | null {
  const fits = (call: CallLine | undefined): boolean =>
    call !== undefined &&
    (row.ofCall ?? []).some((state) => state === call.state) &&
    (row.direction === undefined || call.direction === row.direction);
  const chosen = model.calls[model.chosen];
  if (chosen !== undefined && fits(chosen)) return chosen;
  const others = model.calls.filter(fits);
  return others.length === 1 ? (others[0] ?? null) : null;
}

/**
 * @param answer to what the row asks for; empty when it asks for nothing.
 * @returns the command; null: there is no call that it could be for.
 */
export function commandFor(row: KeyRow, model: Model, answer: string): Fields | null {
  if (row.command === null) return null;
  const call = row.ofCall === undefined ? undefined : callFor(row, model);
  if (call === null) return null;
  return {
    name: row.command,
    ...(call === undefined ? {} : { cid: call.cid }),
    ...(row.asks === undefined ? {} : { [row.asks.field]: answer }),
    ...(row.switches === undefined || call === undefined ? {} : { [row.switches.field]: !call[row.switches.of] }),
    ...row.fields,
  };
}

/** Whether a key would do something now. */
export const isUseful = (row: KeyRow, model: Model): boolean =>
  row.command !== null && (row.ofCall === undefined || callFor(row, model) !== null);
