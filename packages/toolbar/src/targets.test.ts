// Finding whom to call: by name, id or number, the ready first, oneself never.
import { expect, test } from 'vitest';
import { fixtures } from '../dev/fixtures.ts';
import { dialable, findTargets } from './targets.ts';

const { directory } = fixtures['ready']!;
const names = (typed: string, transfer = true): string[] =>
  findTargets(directory, typed, '1003', transfer).map((hit) => `${hit.kind} ${hit.id}`);

test('everybody but oneself, the ready first, then queues and menus', () => {
  expect(names('')).toEqual([
    'agent 1002',
    'agent 1005',
    'agent 1004',
    'agent 1006',
    'queue sales',
    'queue support',
    'ivr welcome',
    'ivr welcome-zh',
  ]);
});

test('a call is made to people and numbers only', () => {
  expect(names('', false)).not.toContain('queue sales');
});

test('search finds names in any script and extensions', () => {
  expect(names('иван')).toEqual(['agent 1002']);
  expect(names('技术')).toEqual(['queue support']);
  expect(names('8004')).toEqual(['number 8004', 'agent 1004']);
});

test.each([
  ['+49 (30) 123-456', '+4930123456'],
  ['*72#', '*72#'],
  ['8001', '8001'],
  ['8', null],
  ['call me', null],
  ['1'.repeat(33), null],
])('%s is dialled as %s', (typed, dialled) => {
  expect(dialable(typed)).toBe(dialled);
});
