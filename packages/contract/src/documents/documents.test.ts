// The generated documents are those that the rows give, and they say everything.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { events, methods } from '../index.ts';
import { documents } from './index.ts';

const top = new URL('../../../../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, top), 'utf8');
const { version } = JSON.parse(read('package.json')) as { version: string };
const made = documents(version);

test.each(Object.keys(made))('%s is current (npm run docs)', (path) => {
  expect(read(path)).toBe(made[path]);
});

test('every method and every event is in the page and in the OpenRPC document', () => {
  const page = made['docs/protocol/native.md']!;
  for (const name of Object.keys(methods)) expect(page).toContain(`### ${name}\n`);
  for (const type of Object.keys(events)) expect(page).toContain(`| \`${type}\` |`);
  const openRpc = JSON.parse(made['docs/protocol/openrpc.json']!) as {
    methods: { name: string }[];
    'x-notifications': { events?: { type: string }[] }[];
  };
  expect(openRpc.methods.map(({ name }) => name)).toEqual(Object.keys(methods));
  expect(openRpc['x-notifications'][0]?.events?.map(({ type }) => type)).toEqual(Object.keys(events));
});

test('every reference in the OpenRPC document leads somewhere', () => {
  const text = made['docs/protocol/openrpc.json']!;
  const { components } = JSON.parse(text) as { components: { schemas: Record<string, unknown> } };
  const names = new Set([...text.matchAll(/"\$ref": "#\/components\/schemas\/(\w+)"/gu)].map(([, name]) => name));
  expect(names.size).toBeGreaterThan(5);
  expect([...names].filter((name = '') => !Object.hasOwn(components.schemas, name))).toEqual([]);
  expect(text).not.toContain('#/$defs/');
});
