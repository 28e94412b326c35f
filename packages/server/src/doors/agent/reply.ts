// From an answer to the text of a reply; the constant part of each error is encoded once.
import { errors, type ErrorName } from '@cordboard/contract';

export type Refused = {
  readonly refused: ErrorName;
  readonly field?: string;
  readonly detail?: string;
  readonly retryAfterMs?: number;
};
export type Answer = { readonly result: unknown } | Refused;

/** @param id in JSON, as it came. */
export function replyText(id: string, answer: Answer): string {
  if ('refused' in answer) return `{"jsonrpc":"2.0","id":${id},"error":${errorText(answer)}}`;
  return `{"jsonrpc":"2.0","id":${id},"result":${JSON.stringify(answer.result ?? {})}}`;
}

export const notificationText = (method: string, params: unknown): string =>
  `{"jsonrpc":"2.0","method":"${method}","params":${JSON.stringify(params)}}`;

function errorText({ refused, field, detail, retryAfterMs }: Refused): string {
  const { code, zh, en, ru } = errors[refused];
  return JSON.stringify({
    code,
    message: en,
    data: { name: refused, field, detail, retryAfterMs, text: { zh, en, ru } },
  });
}
