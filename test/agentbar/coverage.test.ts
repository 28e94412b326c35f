// Nothing of AgentBar is without a test that exercises it through the class, and the page that says which is current.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { agentBarItems, agentBarPage } from '../../packages/contract/src/documents/agentbar.page.ts';
import { exerciseIndex } from '../support/exercise-index.ts';

const top = join(import.meta.dirname, '../..');
const index = exerciseIndex(top);

test('every method, event, twin, property, button, status, state and code has a test', () => {
  expect(agentBarItems().filter((name) => !index.has(name))).toEqual([]);
});

test('no test claims an item that does not exist', () => {
  const items = new Set(agentBarItems());
  expect([...index.keys()].filter((name) => !items.has(name) && !name.startsWith('hangupReason.'))).toEqual([]);
});

test('docs/protocol/agentbar.md is current (npm run docs)', () => {
  expect(readFileSync(join(top, 'docs/protocol/agentbar.md'), 'utf8')).toBe(agentBarPage(index));
});
