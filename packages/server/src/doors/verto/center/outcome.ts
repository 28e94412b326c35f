// What a function of the call centre comes to: `{code, message, reason}` as XSwitch writes it (seed 001).
import { errors } from '@cordboard/contract';
import { functionErrors, type FunctionErrorName } from '@cordboard/contract/dialects/verto';
import type { Refusal } from '@cordboard/domain';
import type { Fields } from '../frame.ts';

export type Outcome = { readonly code: number; readonly message: unknown; readonly reason: string } & Fields;

/** Codes that clients know; another status of ours is told as the nearest. */
const nearest: Readonly<Record<number, number>> = { 413: 400, 415: 400, 429: 503 };

export const success = (message: unknown = 'success', more: Fields = {}): Outcome => ({
  code: 200,
  message,
  reason: '',
  ...more,
});

export function failure(name: FunctionErrorName, detail = ''): Outcome {
  const { code, reason } = functionErrors[name];
  return { code, message: 'error', reason: detail === '' ? reason : `${reason} (${detail})`, error: name };
}

export function refusal({ refused, field, detail }: Refusal): Outcome {
  const { httpStatus, en } = errors[refused];
  const more = detail ?? field;
  return {
    code: nearest[httpStatus] ?? httpStatus,
    message: 'error',
    reason: more === undefined ? en : `${en} (${more})`,
    error: refused,
  };
}
