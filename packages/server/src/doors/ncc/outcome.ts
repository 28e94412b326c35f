// What a command comes to: exactly one answer, and what is told behind it.
import { errors } from '@cordboard/contract';
import type { NccAnswer } from '@cordboard/contract/dialects/ncc';
import type { Refusal } from '@cordboard/domain';
import type { Fields } from './message.ts';

export type Outcome =
  | {
      readonly name: NccAnswer;
      readonly fields: Fields;
      /** Called once the answer is written. */
      readonly after?: () => void;
    }
  | { readonly description: string };

export const ok: Outcome = { name: 'Ok', fields: {} };
export const okThen = (after: () => void): Outcome => ({ name: 'Ok', fields: {}, after });
export const failure = (description: string): Outcome => ({ description });

export function refusal({ refused, field, detail }: Refusal): Outcome {
  const more = detail ?? field;
  const { en } = errors[refused];
  return failure(more === undefined ? en : `${en} (${more})`);
}
