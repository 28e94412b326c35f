// A message of a CTI module as it is read: a command with its fields, or what is wrong with it (NCC CTI API, protocol version 13).
import { commandRow, isCommand, loginField, readCommand, type NccCommand } from '@cordboard/contract/dialects/ncc';

export type Fields = Readonly<Record<string, unknown>>;
/** Repeated in the answer as it came. */
export type Rid = string | number;

export type NccRequest = {
  readonly rid: Rid;
  readonly name: NccCommand;
  /** Empty: it is for nobody in particular. */
  readonly login: string;
  readonly fields: Fields;
};

export type Read =
  | NccRequest
  | { readonly rid: Rid | null; readonly fault: 'ParseError' | 'Error'; readonly description: string }
  /** A command without `rid` is not processed. */
  | null;

export function readMessage(text: string): Read {
  const message = objectIn(text);
  if (message === null) return { rid: null, fault: 'ParseError', description: 'This is no JSON object.' };
  const { rid, name } = message;
  if ((typeof rid !== 'string' && typeof rid !== 'number') || rid === '') return null;
  if (typeof name !== 'string') return { rid, fault: 'ParseError', description: 'name: a text is required.' };
  const wrong = (description: string): Read => ({ rid, fault: 'Error', description });
  if (!isCommand(name)) return wrong(`There is no command ${name.slice(0, 64)}.`);
  const row = commandRow(name);
  if (row.here !== true) return wrong(row.here);
  const login = loginField.safeParse(message['login']);
  if (row.scope === 'user' && !login.success) return wrong('login: the name of a user is required.');
  const read = readCommand(name, message);
  if ('field' in read) return wrong(`${read.field}: ${read.problem}`);
  return { rid, name, login: login.data ?? '', fields: read.fields };
}

function objectIn(text: string): Fields | null {
  try {
    const read: unknown = JSON.parse(text);
    return typeof read === 'object' && read !== null && !Array.isArray(read) ? (read as Fields) : null;
  } catch {
    return null;
  }
}
