// From a refusal of the server to the code that a page is given: the row that names the method or the parameter, else the error's own.
import { errors } from '../../errors.table.ts';
import { codes, type CodeRow } from './codes.table.ts';

const rows = Object.entries(codes as Readonly<Record<string, CodeRow>>);

/**
 * @param refused the name in the error table.
 * @param method the AgentBar method that was refused.
 * @param field the parameter at fault, as the server names it.
 * @returns a code of `codes`; -60 for a refusal that a later server has and this table does not.
 */
export function codeOf(refused: string, method: string, field: string | null): number {
  for (const [code, row] of rows) {
    const special = row.refused?.some(
      (because) =>
        because.refused === refused &&
        (because.methods !== undefined || because.field !== undefined) &&
        (because.methods?.includes(method) ?? true) &&
        (because.field === undefined || because.field === field),
    );
    if (special === true) return Number(code);
  }
  return errors[refused as keyof typeof errors]?.agentBar ?? -60;
}
