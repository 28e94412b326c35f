// The drawn states are those that decide.
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { statesPage } from '@cordboard/domain';

test('docs/states.md is current: npm run docs', async () => {
  const page = await readFile(new URL('../../docs/states.md', import.meta.url), 'utf8');
  expect(page).toBe(statesPage());
});
