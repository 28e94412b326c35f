// Which test exercises which item of AgentBar, read from the tests themselves: the names in `exercises([…], 'title', …)` are literals for this.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export type Exercise = { readonly file: string; readonly title: string };

const folder = 'test/agentbar';
const exercise = /\bexercises\(\s*\[([^\]]*)\],\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")/gu;
const literal = /'([^']+)'|"([^"]+)"/gu;

/**
 * @param top the top of the repository.
 * @returns by name of the item: the tests, in the order of files and lines.
 */
export function exerciseIndex(top: string): ReadonlyMap<string, readonly Exercise[]> {
  const found = new Map<string, Exercise[]>();
  for (const file of readdirSync(join(top, folder))
    .filter((name) => name.endsWith('.test.ts'))
    .toSorted()) {
    for (const [, names = '', single, double] of readFileSync(join(top, folder, file), 'utf8').matchAll(exercise)) {
      const title = (single ?? double ?? '').replaceAll(/\\(.)/gu, '$1');
      for (const [, one, other] of names.matchAll(literal)) {
        const name = one ?? other ?? '';
        found.set(name, [...(found.get(name) ?? []), { file: `${folder}/${file}`, title }]);
      }
    }
  }
  return found;
}
