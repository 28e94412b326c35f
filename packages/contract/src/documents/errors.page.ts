// The page of all errors, from the rows.
import { doorErrors, refusals, type ErrorRow } from '../errors.table.ts';
import { code, generated, page, table } from './markdown.ts';

const rowsOf = (rows: Readonly<Record<string, ErrorRow>>): string =>
  table(
    ['code', 'name', 'HTTP', 'AgentBar', 'en', 'zh', 'ru'],
    Object.entries(rows).map(([name, { code: number, httpStatus, agentBar, en, zh, ru }]) => [
      String(number),
      code(name),
      String(httpStatus),
      String(agentBar),
      en,
      zh,
      ru,
    ]),
  );

/** @returns the text of `docs/errors.md`. */
export const errorsPage = (): string =>
  page([
    '# Errors',
    generated,
    'A request is refused with one of these. `code` is the JSON-RPC code, `HTTP` the status where the same is asked over HTTP, `AgentBar` the code that a page with [that class](protocol/agentbar.md) hears, unless its table says otherwise; the words are for people, in `data.text` of the error.',
    '## Refusals of the core',
    rowsOf(refusals),
    '## Errors of a door',
    'Something was wrong with the message, the session or the connection; the core was not asked.',
    rowsOf(doorErrors),
  ]);
