// From the text of a frame to requests (JSON-RPC 2.0 §4 to §6).
import type { ErrorName } from './errors.table.ts';
import { rawNumberIds } from './raw-id.ts';

export type Request = {
  readonly method: string;
  readonly params: readonly unknown[] | Readonly<Record<string, unknown>>;
  /** As it goes back, in JSON; null: a notification, which is never answered. */
  readonly id: string | null;
};

/** Something that is not a request; it is answered all the same. */
export type NotRequest = {
  readonly wrong: ErrorName;
  readonly detail: string;
  readonly id: string;
  /** The member at fault, when it is one. */
  readonly field?: string;
};

export type Message =
  | { readonly kind: 'single'; readonly request: Request | NotRequest }
  | { readonly kind: 'batch'; readonly requests: readonly (Request | NotRequest)[] };

const wrong = (name: ErrorName, detail: string, id = 'null'): NotRequest => ({ wrong: name, detail, id });
const single = (request: Request | NotRequest): Message => ({ kind: 'single', request });

/** @param maxBatch a longer array is refused whole. */
export function readMessage(text: string, maxBatch: number): Message {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return single(wrong('parseError', 'The message is not JSON.'));
  }
  if (!Array.isArray(value)) return single(readRequest(value, text, 0));
  if (value.length === 0) return single(wrong('invalidRequest', 'An empty batch.'));
  if (value.length > maxBatch) return single(wrong('batchTooLarge', `At most ${maxBatch} requests in one batch.`));
  return { kind: 'batch', requests: value.map((one, index) => readRequest(one, text, index)) };
}

function readRequest(value: unknown, text: string, index: number): Request | NotRequest {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return wrong('invalidRequest', 'A request is an object.');
  }
  const { jsonrpc, method, params, id } = value as Readonly<Record<string, unknown>>;
  const isId = id === null || typeof id === 'string' || typeof id === 'number';
  if (!isId && id !== undefined) return wrong('invalidRequest', '`id` is a string, a number or null.');
  const echoed = isId ? idText(id, text, index) : null;
  if (jsonrpc !== '2.0') return wrong('invalidRequest', '`jsonrpc` must be "2.0".', echoed ?? 'null');
  if (typeof method !== 'string') {
    return { ...wrong('invalidRequest', '`method` is a string.', echoed ?? 'null'), field: 'method' };
  }
  if (params !== undefined && (typeof params !== 'object' || params === null)) {
    return wrong('invalidRequest', '`params` is an object or an array.', echoed ?? 'null');
  }
  return { method, params: (params ?? {}) as Request['params'], id: echoed };
}

/** Integers within 2^53 come out of JSON.stringify as they came; of other numbers the source text is looked up. */
function idText(id: string | number | null, text: string, index: number): string {
  if (typeof id !== 'number' || Number.isSafeInteger(id)) return JSON.stringify(id);
  return rawNumberIds(text).get(index) ?? JSON.stringify(id);
}
