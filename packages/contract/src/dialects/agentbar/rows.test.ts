// What the rows of AgentBar promise: as many items as the document has, names that exist, one code for each refusal.
import { expect, test } from 'vitest';
import { errors, type ErrorRow } from '../../errors.table.ts';
import { methods as native } from '../../methods/index.ts';
import { buttons, type ButtonRow } from './buttons.table.ts';
import { codeOf } from './code-of.ts';
import { codes, type CodeRow } from './codes.table.ts';
import { events } from './events.table.ts';
import { methods } from './methods.table.ts';
import { properties } from './properties.table.ts';
import type { EventRow, MethodRow, PropertyRow } from './row.ts';
import { agentStates, hangupReasons, stateRows } from './states.table.ts';
import { statuses, statusView } from './statuses.table.ts';
import { structs } from './structs.table.ts';

const notOurs = <Row extends { readonly ours?: true }>(rows: Readonly<Record<string, Row>>) =>
  Object.entries(rows).filter(([, row]) => row.ours !== true);

test('the document has 57 methods, 36 properties, 15 buttons, 15 statuses, 17 states and 89 codes', () => {
  expect(notOurs<MethodRow>(methods)).toHaveLength(57);
  expect(notOurs<PropertyRow>(properties)).toHaveLength(36);
  expect(notOurs<ButtonRow>(buttons)).toHaveLength(15);
  expect([statuses.length, agentStates.length]).toEqual([15, 17]);
  // 0 is no failure; it stands among them all the same.
  expect(Object.keys(codes).filter((code) => code !== '0')).toHaveLength(89);
});

test('methods name properties, events and codes that exist', () => {
  for (const [name, row] of Object.entries<MethodRow>(methods)) {
    expect(
      row.needs.filter((need) => !Object.hasOwn(properties, need)),
      name,
    ).toEqual([]);
    expect(
      row.answers.filter((event) => !Object.hasOwn(events, event)),
      name,
    ).toEqual([]);
    for (const { empty, wrong } of row.params) {
      for (const code of [empty, wrong])
        expect(code === undefined || Object.hasOwn(codes, String(code)), name).toBe(true);
    }
    for (const need of row.needs) {
      expect((properties as Readonly<Record<string, PropertyRow>>)[need]?.empty, `${name} ${need}`).toBeLessThan(0);
    }
  }
});

test('an event whose argument is a list or a dictionary has a twin, and no other', () => {
  const plain = new Set(['string', 'bool', 'int']);
  for (const [name, { args, twin }] of Object.entries<EventRow>(events)) {
    expect(twin === true, name).toBe(args.some(({ type }) => !plain.has(type)));
    const lists = args.flatMap(({ type }) => (/^[A-Z]/.test(type) ? [type.replace('[]', '')] : []));
    expect(lists.filter((struct) => !Object.hasOwn(structs, struct))).toEqual([]);
  }
});

test.each(Object.entries<CodeRow>(codes))('%s comes about in a way that exists, or is said never to', (code, row) => {
  const ways = [row.refused, row.local, row.link].filter((way) => way !== undefined);
  expect(ways.length > 0).toBe(row.never === undefined);
  for (const because of row.refused ?? []) {
    expect(Object.keys(errors)).toContain(because.refused);
    expect((because.methods ?? []).filter((method) => !Object.hasOwn(methods, method))).toEqual([]);
    const [method = 'DoHold'] = because.methods ?? [];
    expect(codeOf(because.refused, method, because.field ?? null)).toBe(Number(code));
  }
});

test('every error has a code that says it, of its own or where its row says so', () => {
  for (const [name, { agentBar }] of Object.entries<ErrorRow>(errors)) {
    const row = (codes as Readonly<Record<number, CodeRow>>)[agentBar];
    expect(
      row?.refused?.map(({ refused }) => refused),
      name,
    ).toContain(name);
  }
  expect(codeOf('of a later server', 'DoHold', null)).toBe(-60);
});

test('a button does a method, and is enabled by a native one', () => {
  for (const [name, { method, enabledBy }] of Object.entries<ButtonRow>(buttons)) {
    expect(Object.hasOwn(methods, method) || method === 'toggleIdleAfterHangup', name).toBe(true);
    expect(enabledBy === null || Object.hasOwn(native, enabledBy), name).toBe(true);
  }
});

test('every status that is sent, and every state, can be reached by a row', () => {
  const sent = new Set<number>(statusView.map(([, , , status]) => status));
  const never = statuses.filter(({ value }) => !sent.has(value)).map(({ value }) => value);
  expect(never).toEqual([-2, 9, 999]);
  const shown = new Set<string>(stateRows.map((row) => row[6]));
  expect(agentStates.filter((state) => !shown.has(state))).toEqual([]);
});

test('every native cause of an end has a reason', () => {
  expect(Object.values(hangupReasons).every((reason) => /^[A-Z_]+$/.test(reason))).toBe(true);
});
