// One message of the CTI API as it is read: a command by its row, an event leniently, so that no later server breaks a module.
import { commands, type NccCommand } from './commands.table.ts';
import { eventAliases, events, type NccEvent } from './events.table.ts';
import type { NccCommandRow, NccEventRow } from './row.ts';

export type NccMessage = { readonly name: string } & Readonly<Record<string, unknown>>;

export const protocolVersion = '13';
export const subProtocol = 'nauphone-cti-protocol';
export const defaultPort = 8098;

const commandRows: Readonly<Record<string, NccCommandRow>> = commands;
const eventRows: Readonly<Record<string, NccEventRow>> = events;

export const isCommand = (name: unknown): name is NccCommand =>
  typeof name === 'string' && Object.hasOwn(commands, name);
export const commandRow = (name: NccCommand): NccCommandRow => commandRows[name] as NccCommandRow;

/** Whether it only ever answers a command. */
export const isAnswerName = (name: string): boolean =>
  Object.hasOwn(events, name) && eventRows[name]?.isAnswer === true;

/**
 * The fields of a command, checked by its row; what the row does not name is left out.
 *
 * @returns them, or which field is wrong and how.
 */
export function readCommand(
  name: NccCommand,
  message: Readonly<Record<string, unknown>>,
): Read<Readonly<Record<string, unknown>>> {
  const { fields } = commandRow(name);
  const parsed = fields.safeParse(message);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return { field: issue?.path.join('.') ?? '', problem: issue?.message ?? 'wrong' };
  }
  const named = Object.entries(parsed.data).filter(([field]) => Object.hasOwn(fields.shape, field));
  return { fields: Object.fromEntries(named) };
}

/**
 * An event, its name as the row has it. What is not in the manual is kept as it came: an unknown name, an unknown field,
 * a known field of another type; then `fits` is false.
 */
export function readEvent(message: NccMessage): {
  readonly message: NccMessage;
  readonly known: NccEvent | null;
  readonly fits: boolean;
} {
  const alias = Object.hasOwn(eventAliases, message.name) ? eventAliases[message.name] : undefined;
  const name = alias ?? message.name;
  const renamed =
    'sessionId' in message && !('session_id' in message) && eventRows[name]?.isText === true
      ? { ...message, session_id: message['sessionId'] }
      : message;
  const named = { ...renamed, name };
  const row = Object.hasOwn(events, name) ? eventRows[name] : undefined;
  if (row === undefined) return { message: named, known: null, fits: false };
  const parsed = row.fields.safeParse(named);
  return {
    message: parsed.success ? { ...named, ...parsed.data } : named,
    known: name as NccEvent,
    fits: parsed.success,
  };
}

type Read<T> = { readonly fields: T } | { readonly field: string; readonly problem: string };
