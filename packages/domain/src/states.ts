// The state diagrams of the handbook, drawn from the rows that decide.
import { agentRows } from './agents/agent.table.ts';
import { consultationRows } from './consultation/consultation.table.ts';
import { leaveRows } from './approvals/leave.table.ts';
import { pauseRows } from './recording/pause.table.ts';
import { connectionRows } from './calls/connection.table.ts';

type AnyRow = readonly [from: string, input: string, guard: string, to: string, emits: string];

/** @returns `docs/states.md`: per machine a Mermaid diagram and the table of its rows. */
export function statesPage(): string {
  return [
    '# States',
    '',
    'Made from the rows in `packages/domain/src/**/*.table.ts`; a test holds it current. `null` is both the beginning and the end.',
    '',
    ...section('Agent', 'ECMA-269 §6.1.3.', agentRows),
    ...section('Connection', 'ECMA-269 §6.1.4.', connectionRows),
    ...section(
      'Consultation',
      'ECMA-269 §17.1: Consultation Call, Alternate Call, Conference Call, Transfer Call.',
      consultationRows,
    ),
    ...section(
      'Pause of a recording',
      'ECMA-269, voice services: Suspend, Resume. It ends with the recording.',
      pauseRows,
    ),
    ...section('Leave', 'An agent asks to be away, a supervisor decides; beside the agent’s own state.', leaveRows),
  ].join('\n');
}

function section(name: string, source: string, rows: readonly AnyRow[]): string[] {
  return [
    `## ${name}`,
    '',
    source,
    '',
    '```mermaid',
    'stateDiagram-v2',
    ...arrows(rows),
    '```',
    '',
    '| from | input | when | to | event |',
    '| --- | --- | --- | --- | --- |',
    ...rows.map(
      ([from, input, guard, to, emits]) => `| ${from} | ${input} | ${dash(guard)} | ${to} | ${dash(emits)} |`,
    ),
    '',
  ];
}

const dash = (cell: string): string => (cell === '-' ? '' : cell);

/** One arrow per pair of states, with all inputs that lead along it. */
function arrows(rows: readonly AnyRow[]): string[] {
  const labels = new Map<string, Set<string>>();
  for (const [from, input, , to] of rows) {
    const key = `${from === 'null' ? '[*]' : from} --> ${to === 'null' ? '[*]' : to}`;
    labels.set(key, (labels.get(key) ?? new Set()).add(input));
  }
  return [...labels].map(([key, inputs]) => `    ${key}: ${[...inputs].join(', ')}`);
}
