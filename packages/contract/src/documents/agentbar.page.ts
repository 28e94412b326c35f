// The page about AgentBar: every item of the control by its name, what it means, and the test that exercises it through the class.
import {
  agentBarButtons,
  agentBarCodes,
  agentBarEvents,
  agentBarMethods,
  agentBarProperties,
  agentBarStructs,
  agentStates,
  callStatuses,
  callTypes,
  hangupReasons,
  statuses,
  type ButtonRow,
  type CodeRow,
  type EventRow,
  type MethodRow,
  type PropertyRow,
} from '../dialects/agentbar/index.ts';
import { agentBarEventWords, agentBarWords } from './agentbar.words.ts';
import { code, codes, page, table } from './markdown.ts';

/** A test that exercises an item; `file` from the top of the repository. */
export type Exercise = { readonly file: string; readonly title: string };
export type ExerciseIndex = ReadonlyMap<string, readonly Exercise[]>;

const methodRows = Object.entries<MethodRow>(agentBarMethods);
const eventRows = Object.entries<EventRow>(agentBarEvents);
const propertyRows = Object.entries<PropertyRow>(agentBarProperties);
const buttonRows = Object.entries<ButtonRow>(agentBarButtons);
const codeRows = Object.entries<CodeRow>(agentBarCodes).toSorted(([one], [other]) => Number(other) - Number(one));
const sentStatuses = statuses.filter(({ value }) => value !== 9);
const twins = eventRows.filter(([, row]) => row.twin === true).map(([name]) => `JS${name}`);

const statusItem = (name: string): string => `Agent_Status.${name}`;
const stateItem = (name: string): string => `Agent_State.${name}`;
const callStatusItem = (name: string): string => `CallStatus.${name}`;

/** @returns the name of every item that a test must exercise: all but the codes and events that cannot come about. */
export function agentBarItems(): readonly string[] {
  return [
    ...methodRows.map(([name]) => name),
    ...eventRows.filter(([, row]) => row.never === undefined).map(([name]) => name),
    ...twins,
    ...propertyRows.map(([name]) => name),
    ...buttonRows.map(([name]) => name),
    ...codeRows.filter(([, row]) => row.never === undefined).map(([number]) => number),
    ...sentStatuses.map(({ name }) => statusItem(name)),
    ...agentStates.map(stateItem),
    ...Object.keys(callStatuses).map(callStatusItem),
  ];
}

/** The page has room for one test: the first. */
function link(item: string, index: ExerciseIndex): string {
  const [first] = index.get(item) ?? [];
  return first === undefined ? '**none**' : `[${first.title}](../../${first.file})`;
}

const named = (name: string, row: { readonly aliases?: readonly string[]; readonly ours?: true }): string =>
  `${code(name)}${row.aliases === undefined ? '' : ` (also ${codes(row.aliases)})`}${row.ours === true ? ' *ours*' : ''}`;

const parametersOf = (row: MethodRow): string => row.params.map(({ name, type }) => code(`${type} ${name}`)).join(', ');

const originOf = (row: CodeRow): string =>
  [
    ...(row.refused ?? []).map(({ refused, methods, field }) =>
      [
        code(refused),
        methods === undefined ? '' : `at ${codes(methods)}`,
        field === undefined ? '' : `about ${code(field)}`,
      ]
        .filter((word) => word !== '')
        .join(' '),
    ),
    row.local ?? '',
    row.link ?? '',
    row.never === undefined ? '' : `*Cannot come about:* ${row.never}`,
  ]
    .filter((word) => word !== '')
    .join('; ');

/**
 * @param index which tests exercise which item.
 * @returns the text of `docs/protocol/agentbar.md`.
 */
export function agentBarPage(index: ExerciseIndex): string {
  const tested = (item: string): string => link(item, index);
  return page([
    '# AgentBar',
    '<!-- Made by `npm run docs` from packages/contract/src/dialects/agentbar and test/agentbar; change those, not this page. -->',
    ...agentBarWords,
    '## Methods',
    table(
      ['method', 'returns', 'parameters', 'does', 'needs', 'leads to', 'test'],
      methodRows.map(([name, row]) => [
        named(name, row),
        row.returns,
        parametersOf(row),
        row.does,
        codes(row.needs),
        codes(row.answers),
        tested(name),
      ]),
    ),
    '## Events',
    table(
      ['event', 'arguments', 'says', 'test'],
      eventRows.map(([name, row]) => [
        named(name, row),
        row.args.map((arg) => code(`${arg.type} ${arg.name}`)).join(', '),
        row.never === undefined ? row.says : `${row.says} *Never comes:* ${row.never}`,
        row.never === undefined ? tested(name) : '',
      ]),
    ),
    ...agentBarEventWords,
    table(
      ['native cause', 'hangupReason'],
      Object.entries(hangupReasons).map(([cause, reason]) => [code(cause), code(reason)]),
    ),
    table(
      ['kind of call', 'callType'],
      Object.entries(callTypes).map(([kind, type]) => [code(kind), code(type)]),
    ),
    '## Twins for JavaScript',
    'Each has one argument: a JSON text whose keys are the arguments of the event without `JS`, in their order.',
    table(
      ['event', 'test'],
      twins.map((name) => [code(name), tested(name)]),
    ),
    '## Structures',
    table(
      ['structure', 'fields'],
      Object.entries(agentBarStructs).map(([name, fields]) => [code(name), codes(fields)]),
    ),
    '## Properties',
    table(
      ['property', 'type', 'at first', 'set by', 'holds', 'test'],
      propertyRows.map(([name, row]) => [
        named(name, row),
        row.type,
        code(JSON.stringify(row.initial)),
        row.writtenBy,
        row.says,
        tested(name),
      ]),
    ),
    '## Buttons',
    table(
      ['button', 'words', 'method', 'enabled by', 'test'],
      buttonRows.map(([name, row]) => [
        named(name, row),
        row.zh,
        code(row.method),
        row.enabledBy === null ? 'always' : code(row.enabledBy),
        tested(name),
      ]),
    ),
    '## Agent_Status',
    table(
      ['value', 'name', 'zh', 'en', 'may be chosen', 'test'],
      sentStatuses.map(({ value, name, zh, en, choice }) => [
        String(value),
        code(name),
        zh,
        en,
        choice === null ? '' : 'yes',
        tested(statusItem(name)),
      ]),
    ),
    '## Agent_State',
    table(
      ['name', 'test'],
      agentStates.map((name) => [code(name), tested(stateItem(name))]),
    ),
    '## CallStatus',
    table(
      ['value', 'name', 'test'],
      Object.entries(callStatuses).map(([name, value]) => [String(value), code(name), tested(callStatusItem(name))]),
    ),
    '## Codes',
    '`retCode`, and the English `reason` that comes with it.',
    table(
      ['code', 'zh', 'reason', 'comes of', 'test'],
      codeRows.map(([number, row]) => [
        number,
        row.zh,
        row.en,
        originOf(row),
        row.never === undefined ? tested(number) : '',
      ]),
    ),
  ]);
}
