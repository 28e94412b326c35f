// Every line of the checklist of what a Verto client relies on has a test that begins with its number.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const top = join(import.meta.dirname, '../..');
const folders = ['test/verto', 'test/interop', 'packages/client/src/verto', 'packages/server/src/doors/verto'];
const lines = 58;

function* titles(): Generator<string> {
  for (const folder of folders) {
    for (const file of readdirSync(join(top, folder))) {
      if (!file.endsWith('.test.ts')) continue;
      const text = readFileSync(join(top, folder, file), 'utf8');
      for (const [, title = ''] of text.matchAll(/(?:test|describe)(?:\.each\([^)]*\))?\(\s*['"`](\d[^'"`]*)/g))
        yield title;
      for (const [, title = ''] of text.matchAll(/\]\)\(\s*['"`](\d[^'"`]*)/g)) yield title;
      for (const [, title = ''] of text.matchAll(/\] as const\)\(\s*['"`](\d[^'"`]*)/g)) yield title;
    }
  }
}

test('each of the 58 lines has its test', () => {
  const named = new Set(
    [...titles()].flatMap((title) => (/^[\d, ]+(?=:)/.exec(title)?.[0] ?? '').split(',').map(Number)),
  );
  expect(Array.from({ length: lines }, (_, index) => index + 1).filter((line) => !named.has(line))).toEqual([]);
});
