// What the agent's program knows: the state, the calls, the latest events; folded from what comes, without a terminal.
import { limits } from '../limits.ts';
import type { Fields } from './api.ts';

export type CallLine = {
  readonly cid: string | number;
  readonly state: string;
  readonly direction: string;
  readonly hold: boolean;
  readonly muted: boolean;
  readonly name: string;
  /** When the present state of it began: s since the epoch. */
  readonly sinceS: number;
};

export type LogLine = { readonly atMs: number; readonly text: string; readonly isBad: boolean };

export type Model = {
  readonly login: string;
  readonly link: 'connecting' | 'connected' | 'away';
  readonly state: string;
  readonly reason: string;
  readonly calls: readonly CallLine[];
  readonly chosen: number;
  readonly log: readonly LogLine[];
};

export const emptyModel = (login: string): Model => ({
  login,
  link: 'connecting',
  state: 'offline',
  reason: '',
  calls: [],
  chosen: 0,
  log: [],
});

export const note = (model: Model, text: string, atMs: number, isBad = false): Model => ({
  ...model,
  log: [...model.log, { atMs, text: printable(text), isBad }].slice(-limits.cliMaxLogLines),
});

export const choose = (model: Model, by: number): Model => ({
  ...model,
  chosen: Math.max(0, Math.min(model.calls.length - 1, model.chosen + by)),
});

/** An event that it does not know is a line of the log, and no more. */
export function fold(model: Model, event: Fields, nowMs: number): Model {
  const name = typeof event['name'] === 'string' ? event['name'] : '?';
  const told = note(model, lineOf(name, event), nowMs);
  if (name === 'UserState') return { ...told, state: text(event['state']), reason: text(event['reason']) };
  if (name === 'Calls') return withCalls(told, (Array.isArray(event['calls']) ? event['calls'] : []).flatMap(callOf));
  const [call] = callOf(event);
  if (call === undefined) return told;
  const others = told.calls.filter(({ cid }) => String(cid) !== String(call.cid));
  if (name === 'OnClose') return withCalls(told, others);
  if (name !== 'NewCall' && name !== 'CallStatus') return told;
  const at = told.calls.findIndex(({ cid }) => String(cid) === String(call.cid));
  if (at !== -1)
    return withCalls(told, told.calls.with(at, { ...call, name: call.name || (told.calls[at]?.name ?? '') }));
  return { ...withCalls(told, [...others, call]), chosen: others.length };
}

const withCalls = (model: Model, calls: readonly CallLine[]): Model =>
  choose({ ...model, calls: calls.slice(-limits.cliMaxCalls) }, 0);

function callOf(read: unknown): readonly CallLine[] {
  const call = (typeof read === 'object' && read !== null ? read : {}) as Fields;
  const { cid, params } = call;
  if (typeof cid !== 'string' && typeof cid !== 'number') return [];
  const { caller, called } = (params ?? {}) as Fields;
  const other = text(call['displayName']) || text(call['direction'] === 'out' ? called : caller);
  return [
    {
      cid,
      state: text(call['state']),
      direction: text(call['direction']),
      hold: call['hold'] === true,
      muted: call['muted'] === true,
      name: printable(other),
      sinceS: secondsOf(call['hangupTime'] ?? call['answerTime'] ?? call['creationTime']),
    },
  ];
}

/** 0 for what is no time. */
const secondsOf = (value: unknown): number => {
  const read = typeof value === 'number' || typeof value === 'string' ? Number(value) : 0;
  return Math.abs(read) < Number.MAX_SAFE_INTEGER ? read : 0;
};

const text = (value: unknown): string => (typeof value === 'string' ? printable(value) : '');

/** What comes from outside does not steer the terminal. */
export const printable = (value: string): string => value.replaceAll(/\p{Cc}|\p{Cf}/gu, ' ').slice(0, 200);

function lineOf(name: string, event: Fields): string {
  const told = ['cid', 'state', 'status', 'reason', 'error', 'wasConnected'].flatMap((field) => {
    const value = event[field];
    return ['string', 'number', 'boolean'].includes(typeof value) ? [`${field}=${String(value)}`] : [];
  });
  return [name, ...told].join(' ');
}
