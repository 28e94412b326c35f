// The page for whoever has a page written for AgentBar (seed 003): every item, from the rows of the dialect.
import { buttons, type ButtonRow } from '../dialects/agentbar/buttons.table.ts';
import { codes as codeRows, type CodeRow, type RefusedBecause } from '../dialects/agentbar/codes.table.ts';
import { events } from '../dialects/agentbar/events.table.ts';
import { methods } from '../dialects/agentbar/methods.table.ts';
import { properties } from '../dialects/agentbar/properties.table.ts';
import type { EventRow, MethodRow, PropertyRow } from '../dialects/agentbar/row.ts';
import { agentStates, callStatuses, callTypes, hangupReasons, stateRows } from '../dialects/agentbar/states.table.ts';
import { statuses, type StatusRow } from '../dialects/agentbar/statuses.table.ts';
import { structs } from '../dialects/agentbar/structs.table.ts';
import { agentBarWords as words } from './agentbar.words.ts';
import { code, codes, generated, page, table } from './markdown.ts';

const mark = (row: { readonly ours?: true }): string => (row.ours === true ? ' †' : '');
const spellings = (name: string, aliases: readonly string[] = []): string =>
  [name, ...aliases].map(code).join(', also ');

const methodTable = (): string =>
  table(
    ['method', 'does', 'needs', 'answers'],
    Object.entries<MethodRow>(methods).map(([name, row]) => [
      `${spellings(`${row.returns} ${name}(${row.params.map((param) => param.name).join(', ')})`, row.aliases)}${mark(row)}`,
      row.does,
      codes(row.needs),
      codes(row.answers),
    ]),
  );

const eventTable = (): string =>
  table(
    ['event', 'says', 'twin'],
    Object.entries<EventRow>(events).map(([name, row]) => [
      `${spellings(`${name}(${row.args.map((arg) => `${arg.type} ${arg.name}`).join(', ')})`, row.aliases)}${mark(row)}`,
      row.never === undefined ? row.says : `Never comes. ${row.never}`,
      row.twin === true ? code(`JS${name}`) : '',
    ]),
  );

const propertyTable = (): string =>
  table(
    ['property', 'type', 'at first', 'set by', 'says'],
    Object.entries<PropertyRow>(properties).map(([name, row]) => [
      `${spellings(name, row.aliases)}${mark(row)}`,
      row.type,
      row.initial === null ? 'not set' : code(JSON.stringify(row.initial)),
      row.writtenBy === 'both' ? 'page, then server' : row.writtenBy,
      row.says,
    ]),
  );

function because({ refused, methods: only, field }: RefusedBecause): string {
  const where = [...(only ?? []), ...(field === undefined ? [] : [`parameter ${field}`])].map(code).join(', ');
  return `refusal ${code(refused)}${where === '' ? '' : ` (${where})`}`;
}

function howItArises({ refused = [], local, link, never }: CodeRow): string {
  const ways = [local, link, ...refused.map(because), never === undefined ? undefined : `Never: ${never}`];
  return ways.filter((way) => way !== undefined).join('; ');
}

const codeTable = (): string =>
  table(
    ['code', 'zh', 'en', 'how it comes about'],
    Object.entries<CodeRow>(codeRows as Readonly<Record<string, CodeRow>>)
      .sort(([one], [two]) => Number(two) - Number(one))
      .map(([number, row]) => [number, row.zh, row.en, howItArises(row)]),
  );

const statusTable = (): string =>
  table(
    ['value', 'name', 'zh', 'can be chosen', 'to sign in with'],
    (statuses as readonly StatusRow[]).map(({ value, name, zh, choice, initial }) => [
      String(value),
      code(name),
      zh,
      choice === null ? '' : 'yes',
      initial ? 'yes' : '',
    ]),
  );

const stateTable = (): string =>
  table(
    ['agent', 'own connection', 'part', 'kind of call', 'consultation', 'supervision', 'state'],
    stateRows.map((row) => row.map((cell, index) => (index === 6 ? code(cell) : cell))),
  );

const pairs = (head: readonly [string, string], rows: Readonly<Record<string, string | number>>): string =>
  table(
    head,
    Object.entries(rows).map(([name, value]) => [code(name), code(String(value))]),
  );

/** @returns the text of `docs/protocol/agentbar.md`. */
export const agentBarPage = (): string =>
  page([
    '# AgentBar',
    generated,
    ...words.introduction,
    '## Properties',
    propertyTable(),
    '## Methods',
    ...words.methods,
    methodTable(),
    '## Events',
    ...words.events,
    eventTable(),
    '### Structs',
    ...Object.entries(structs).map(([name, fields]) => `${code(name)}: ${codes(fields)}.`),
    '### Reasons of a hangup, by the native cause',
    pairs(['cause', 'hangupReason'], hangupReasons),
    '### Types of a call',
    pairs(['kind', 'callType'], callTypes),
    '## Agent_Status',
    statusTable(),
    '## Agent_State',
    `\`bar.agentState\` is one of ${codes(agentStates)}. The first row that fits counts; \`*\` is anything.`,
    stateTable(),
    '## CallStatus',
    pairs(['name', 'value'], callStatuses),
    '## Buttons',
    table(
      ['button', 'zh', 'does', 'enabled by'],
      Object.entries<ButtonRow>(buttons).map(([name, row]) => [
        `${code(name)}${mark(row)}`,
        row.zh,
        row.method === 'toggleIdleAfterHangup'
          ? 'sets `AgentStateAfterHangup` to 0, or takes it back'
          : code(row.method),
        row.enabledBy === null ? '' : code(row.enabledBy),
      ]),
    ),
    '## Codes',
    ...words.codes,
    codeTable(),
  ]);
