// Every line of the checklist of seed 004 and its CTI API has a test that begins with its number.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const lines = 32;

test('each of the 32 lines has its test', () => {
  const texts = readdirSync(import.meta.dirname).map((file) => readFileSync(join(import.meta.dirname, file), 'utf8'));
  const named = new Set(
    texts.flatMap((text) =>
      [...text.matchAll(/test(?:\.skipIf\([^)]*\))?\(\s*['"`]B(\d+): /g)].map(([, number]) => Number(number)),
    ),
  );
  expect(Array.from({ length: lines }, (_, index) => index + 1).filter((line) => !named.has(line))).toEqual([]);
});
