// The page about Verto: every method, message, function, event and error, whose word each is, and how to connect.
import {
  centerFunctions,
  functionErrors,
  vertoEvents,
  vertoMessages,
  vertoMethods,
  wireErrors,
  type FunctionRow,
  type Origin,
  type VertoErrorRow,
  type VertoEventRow,
  type VertoMessageRow,
  type VertoMethodRow,
} from '../dialects/verto/index.ts';
import { code, codes, generated, page, table } from './markdown.ts';
import { vertoWords } from './verto.words.ts';

const whose: Readonly<Record<Origin, string>> = { verto: 'Verto', xswitch: 'XSwitch', ours: '*ours*' };

const methods = table(
  ['method', 'whose', 'does', 'params', 'result'],
  Object.entries<VertoMethodRow>(vertoMethods).map(([name, { origin, does, params, result }]) => [
    code(name),
    whose[origin],
    does,
    params,
    result,
  ]),
);

const messages = table(
  ['message', 'whose', 'says', 'params'],
  Object.entries<VertoMessageRow>(vertoMessages).map(([name, { origin, says, params }]) => [
    code(name),
    whose[origin],
    says,
    params,
  ]),
);

const functions = table(
  ['function', 'whose', 'does', 'arguments', 'right', 'result'],
  Object.entries<FunctionRow>(centerFunctions).map(([name, { origin, does, args, right, result }]) => [
    code(name),
    whose[origin],
    does,
    codes(Object.entries(args.shape).map(([key, schema]) => (schema.safeParse(undefined).success ? `${key}?` : key))),
    right === undefined ? '' : code(right),
    result,
  ]),
);

const events = table(
  ['eventType', 'action', 'whose', 'says', 'from'],
  Object.entries<VertoEventRow>(vertoEvents).map(([from, { eventType, action, says }]) => [
    code(eventType),
    code(action),
    eventType === 'agentStatus' ? whose.xswitch : whose.ours,
    says,
    code(from),
  ]),
);

const errors = table(
  ['code', 'message', 'when'],
  Object.values<VertoErrorRow>(wireErrors).map((row) => [code(String(row.code)), row.message, row.when]),
);

const refusals = table(
  ['code', 'error', 'reason'],
  Object.entries(functionErrors).map(([name, row]) => [code(String(row.code)), code(name), row.reason]),
);

/** `docs/protocol/verto.md`. */
export const vertoPage = (): string =>
  page([
    '# Verto',
    generated,
    ...vertoWords,
    '## Methods',
    methods,
    '## What the server sends by itself',
    messages,
    '## Functions of the call centre',
    functions,
    '## Events',
    '`data` of each. An `agentCall` is told once for each agent in the call, on his own channel.',
    events,
    '## Errors of the protocol',
    errors,
    '## What functions refuse',
    '`code` and `reason` of the result, and `error`, which is ours. Besides these, what the core refuses, with its HTTP status for a code: [all of them](../errors.md). 413 and 415 are told as 400, 429 as 503.',
    refusals,
  ]);
