// Every line of the checklist of what an IPSC page relies on has a test that begins with its number.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const lines = 40;

test('each of the 40 lines has its test', () => {
  const texts = readdirSync(import.meta.dirname).map((file) => readFileSync(join(import.meta.dirname, file), 'utf8'));
  const named = new Set(
    texts.flatMap((text) =>
      [...text.matchAll(/(?:test|test\.each\([^)]*\)(?: as const\))?)\(\s*['"`]A(\d+) /g)].map(([, number]) =>
        Number(number),
      ),
    ),
  );
  expect(Array.from({ length: lines }, (_, index) => index + 1).filter((line) => !named.has(line))).toEqual([]);
});
