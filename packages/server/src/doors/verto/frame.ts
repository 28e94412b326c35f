// Frames of Verto as text: requests read, replies and messages written (JSON-RPC 2.0 as mod_verto speaks it).
import { wireErrors, type VertoMessage, type WireErrorName } from '@cordboard/contract/dialects/verto';

export type Id = string | number | null;
export type Fields = Readonly<Record<string, unknown>>;
export type Request = { readonly id: Id; readonly method: string; readonly params: Fields };
export type WireError = { readonly code: number; readonly message: string } & Fields;
export type Answer = { readonly result: unknown } | { readonly error: WireError };

export type Read =
  | Request
  | { readonly id: Id; readonly wrong: WireErrorName }
  /** A client's answer to a message of ours: nothing follows from it. */
  | { readonly isReply: true };

export type Message =
  | { readonly kind: 'single'; readonly one: Read }
  | { readonly kind: 'batch'; readonly all: Read[] };

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const wireError = (name: WireErrorName, more: Fields = {}): { readonly error: WireError } => {
  const { code, message } = wireErrors[name];
  return { error: { code, message, ...more } };
};

function readOne(value: unknown): Read {
  if (!isFields(value)) return { id: null, wrong: 'invalidRequest' };
  const { id: given, jsonrpc, method, params } = value;
  const id = typeof given === 'string' || typeof given === 'number' ? given : null;
  if (method === undefined && ('result' in value || 'error' in value)) return { isReply: true };
  if (jsonrpc !== '2.0') return { id, wrong: 'invalidMessage' };
  if (typeof method !== 'string') return { id, wrong: 'methodUnknown' };
  if (params !== undefined && params !== null && !isFields(params)) return { id, wrong: 'invalidRequest' };
  return { id, method, params: params ?? {} };
}

/** @param maximum requests in one batch. */
export function readMessage(text: string, maximum: number): Message {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { kind: 'single', one: { id: null, wrong: 'invalidRequest' } };
  }
  if (!Array.isArray(value)) return { kind: 'single', one: readOne(value) };
  const fits = value.length > 0 && value.length <= maximum;
  return fits
    ? { kind: 'batch', all: value.map(readOne) }
    : { kind: 'single', one: { id: null, wrong: 'invalidRequest' } };
}

/** @param sessid joins a result that is an object, as mod_verto does outside batches. */
export function replyOf(id: Id, answer: Answer, request: Fields, sessid: string | null): Fields {
  const { echoParams } = request;
  const echoed = echoParams === undefined || echoParams === false ? {} : { requestParams: request };
  if ('error' in answer) return { jsonrpc: '2.0', id, error: answer.error, ...echoed };
  const { result } = answer;
  const named = sessid !== null && isFields(result) ? { ...result, sessid } : result;
  return { jsonrpc: '2.0', id, result: named, ...echoed };
}

let lastId = 0;

/** A message of the server; its number is the process's own (mod_verto: from 1). */
export const messageText = (method: VertoMessage, params: Fields): string =>
  JSON.stringify({ jsonrpc: '2.0', id: ++lastId, method, params });
