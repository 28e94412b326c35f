// What the rows promise beside their types: the same authority as the domain's policies, one number per error, one example per field.
import { commandPolicies, type Method } from '@cordboard/domain';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { finalCloseCodes } from '../../client/src/close-code.ts';
import { closeCodes, errors, methods } from './index.ts';
import type { MethodRow } from './method.ts';

const ranks = ['agent', 'supervisor', 'admin'] as const;

test.each(Object.entries(commandPolicies))('%s is for whom the domain lets', (name, policy) => {
  const { by, answeredBy } = methods[name as Method];
  expect(answeredBy).toBe('core');
  expect(ranks.slice(ranks.indexOf(by))).toEqual(policy.by);
});

test('each command of the domain has a row, and no other row is answered by the core', () => {
  const rows = Object.entries<MethodRow>(methods).filter(([, { answeredBy }]) => answeredBy === 'core');
  expect(rows.map(([name]) => name).sort()).toEqual(Object.keys(commandPolicies).sort());
});

test('an error has a number of its own, and words in every language', () => {
  const rows = Object.entries(errors);
  expect(new Set(rows.map(([, { code }]) => code)).size).toBe(rows.length);
  for (const [name, { en, zh, ru }] of rows) {
    expect(en, name).toMatch(/^[A-Z].*\.$/u);
    expect(zh, name).toMatch(/\p{Script=Han}/u);
    expect(ru, name).toMatch(/\p{Script=Cyrillic}/u);
  }
});

test('a close code has one meaning, and the client knows after which there is no coming back', () => {
  const rows = Object.entries(closeCodes);
  expect(new Set(rows.map(([, { code }]) => code)).size).toBe(rows.length);
  const final = rows.filter(([, { comeBack }]) => comeBack === 'no').map(([name, { code }]) => [String(code), name]);
  expect(Object.fromEntries(final)).toEqual(finalCloseCodes);
});

test.each(Object.entries<MethodRow>(methods))(
  '%s: every parameter says what it is, and its example is one',
  (_, { params }) => {
    for (const [name, field] of Object.entries(params.shape) as [string, z.ZodType][]) {
      const { $defs, ...own } = z.toJSONSchema(field, { io: 'input' });
      const { description, examples } = own.$ref === undefined ? own : (Object.values($defs ?? {})[0] ?? own);
      expect(description, name).toBeTruthy();
      for (const example of examples ?? []) expect(field.safeParse(example), name).toMatchObject({ success: true });
      expect(examples?.length, name).toBeGreaterThan(0);
    }
  },
);
