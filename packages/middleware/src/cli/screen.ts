// The full screen as lines: a pure function of what is known and of the size.
import stringWidth from 'string-width';
import type { Language } from '../http/problems.table.ts';
import { isUseful } from './actions.ts';
import { keys } from './keys.table.ts';
import type { CallLine, Model } from './model.ts';
import { say, type TextName } from './texts.table.ts';

export type Size = { readonly columns: number; readonly rows: number };
export type Question = { readonly prompt: string; readonly typed: string };

const paint = (code: string, text: string): string => `\u001B[${code}m${text}\u001B[0m`;
const bold = (text: string): string => paint('1', text);
const dim = (text: string): string => paint('2', text);

/** By the word that came, which may be any. */
const table = <T>(rows: Readonly<Record<string, T>>): ReadonlyMap<string, T> => new Map(Object.entries(rows));

const colours = table({
  normal: '32',
  ringing: '33;1',
  speaking: '34;1',
  wrapup: '35',
  away: '33',
  dnd: '31',
  offline: '90',
});
const stateTexts = table<TextName>({
  offline: 'offline',
  normal: 'normal',
  away: 'absent',
  dnd: 'dnd',
  wrapup: 'wrapup',
  custom1: 'custom',
  custom2: 'custom',
  custom3: 'custom',
  ringing: 'ringing',
  speaking: 'speaking',
});
const callTexts = table<TextName>({ new: 'new', connected: 'talking', ended: 'ended' });

/** @returns one text a row, as wide as the screen at most. */
export function screen(
  model: Model,
  language: Language,
  size: Size,
  nowMs: number,
  question: Question | null,
): string[] {
  const head = headLine(model, language, size);
  const calls =
    model.calls.length === 0
      ? [dim(`  ${say(language, 'noCalls')}`)]
      : model.calls.map((call, at) => callLine(call, at === model.chosen, language, nowMs));
  const foot = question === null ? keyLines(model, language, size.columns) : [bold(question.prompt) + question.typed];
  const above = [head, rule(size), bold(say(language, 'calls')), ...calls, '', bold(say(language, 'events'))];
  const room = Math.max(0, size.rows - above.length - foot.length - 1);
  const log = (room === 0 ? [] : model.log.slice(-room)).map(logLine);
  const filler = Array<string>(Math.max(0, room - log.length)).fill('');
  return [...above, ...log, ...filler, rule(size), ...foot].slice(0, size.rows).map((line) => fit(line, size.columns));
}

/** All keys, for a screen of their own. */
export const helpScreen = (language: Language, size: Size): string[] =>
  [...keys.map(({ key, text }) => `  ${bold(pad(key, 4))}${say(language, text)}`), '', dim(say(language, 'closeHelp'))]
    .slice(0, size.rows)
    .map((line) => fit(line, size.columns));

function headLine({ login, state, reason, link }: Model, language: Language, { columns }: Size): string {
  const known = stateTexts.get(state);
  const named = known === undefined ? state : say(language, known);
  const shown = paint(colours.get(state) ?? '33', `● ${named}${reason === '' ? '' : ` (${reason})`}`);
  const left = `${bold(login)}  ${shown}`;
  const right = link === 'connected' ? dim(say(language, link)) : paint('31;1', say(language, link));
  const gap = Math.max(2, columns - stringWidth(left) - stringWidth(right));
  return left + ' '.repeat(gap) + right;
}

const rule = ({ columns }: Size): string => dim('─'.repeat(columns));

function callLine(call: CallLine, isChosen: boolean, language: Language, nowMs: number): string {
  const arrow = call.direction === 'out' ? '→' : '←';
  const known = callTexts.get(call.state);
  const flags = [call.hold ? say(language, 'held') : '', call.muted ? say(language, 'muted') : ''].filter(
    (one) => one !== '',
  );
  const state = [known === undefined ? call.state : say(language, known), ...flags].join(', ');
  const line = `${isChosen ? '▸' : ' '} ${arrow} ${pad(call.name, 24)} ${pad(state, 24)} ${lasting(call.sinceS, nowMs)}`;
  return isChosen ? bold(line) : line;
}

function lasting(sinceS: number, nowMs: number): string {
  if (sinceS <= 0) return '';
  const seconds = Math.max(0, Math.floor(nowMs / 1_000 - sinceS));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

const logLine = ({ atMs, text, isBad }: Model['log'][number]): string => {
  const at = dim(new Date(atMs).toTimeString().slice(0, 8));
  return `  ${at} ${isBad ? paint('31', text) : text}`;
};

/** Those keys that do something now, and the way to all of them. */
function keyLines(model: Model, language: Language, columns: number): string[] {
  const shown = keys.filter((row) => isUseful(row, model) || row.key === '?' || row.key === 'q');
  const words = shown.map(({ key, text }) => `${bold(key)} ${say(language, text)}`);
  const lines = [''];
  for (const word of words) {
    const line = lines.at(-1) ?? '';
    if (line !== '' && stringWidth(line) + stringWidth(word) + 3 > columns) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line}   ${word}`;
  }
  return lines.slice(0, 3);
}

const escape = '\u001B';
const colourOrCharacter = new RegExp(`${escape}\\[[\\d;]*m|.`, 'gsu');

const pad = (text: string, width: number): string => {
  const cut = fit(text, width);
  return cut + ' '.repeat(Math.max(0, width - stringWidth(cut)));
};

/** Cuts what is too wide; colours count nothing and are ended. */
export function fit(text: string, width: number): string {
  if (stringWidth(text) <= width) return text;
  let cut = '';
  for (const part of text.match(colourOrCharacter) ?? []) {
    if (stringWidth(cut + part) > width - 1) break;
    cut += part;
  }
  return `${cut}…\u001B[0m`;
}
