// Every row of every table does what it says, every absent row is a refusal, and every state can be reached and left.
import { expect, test } from 'vitest';
import type { AgentContext } from './agents/agent.table.ts';
import { agentGuards, agentMachine } from './agents/agent.table.ts';
import { leaveMachine } from './approvals/leave.table.ts';
import type { ConnectionContext } from './calls/connection.table.ts';
import { connectionGuards, connectionMachine } from './calls/connection.table.ts';
import type { Connection } from './calls/call.ts';
import type { ConsultationContext } from './consultation/consultation.table.ts';
import { consultationGuards, consultationMachine } from './consultation/consultation.table.ts';
import type { Machine } from './machine.ts';
import { pauseGuards, pauseMachine } from './recording/pause.table.ts';

const agentContexts: AgentContext[] = [];
for (const hasDevice of [false, true]) {
  for (const next of ['ready', 'notReady', 'null'] as const) {
    for (const pendingReason of ['', 'linkLost', 'forced']) {
      for (const wrapUpMs of [0, 1]) {
        for (const missedTooOften of [false, true]) {
          agentContexts.push({ hasDevice, next, pendingReason, wrapUpMs, missedTooOften });
        }
      }
    }
  }
}

const connectionContexts: ConnectionContext[] = [];
for (const direction of ['in', 'out'] as const) {
  for (const muted of [false, true]) {
    for (const was of [false, true]) {
      for (const earlyMedia of [false, true]) {
        for (const own of [false, true]) {
          const connection = { direction, muted, earlyMedia: was } as Connection;
          connectionContexts.push({ connection, earlyMedia, own });
        }
      }
    }
  }
}

const consultationContexts: ConsultationContext[] = [];
for (const twoTalk of [false, true]) {
  for (const asker of [false, true]) consultationContexts.push({ twoTalk, asker });
}

type AnyMachine = Machine<string, string, string, string, unknown>;
type AnyGuards = Readonly<Record<string, (context: unknown) => boolean>>;

const machines: readonly (readonly [string, AnyMachine, AnyGuards, readonly unknown[]])[] = [
  ['agent', agentMachine, agentGuards as AnyGuards, agentContexts],
  ['leave', leaveMachine, {}, [null]],
  ['connection', connectionMachine, connectionGuards as AnyGuards, connectionContexts],
  ['pause of a recording', pauseMachine, pauseGuards as AnyGuards, [{ recorded: false }, { recorded: true }]],
  ['consultation', consultationMachine, consultationGuards as AnyGuards, consultationContexts],
];

for (const [name, machine, guards, contexts] of machines) {
  const states = [...new Set(machine.rows.flatMap(([from, , , to]) => [from, to]))];
  const inputs = [...new Set(machine.rows.map(([, input]) => input))];

  for (const row of machine.rows) {
    const [from, input, guard, to, emits] = row;
    test(`${name}: ${from}, ${input}, ${guard} → ${to}, ${emits}`, () => {
      const fits = contexts.filter((context) => guard === '-' || guards[guard]?.(context));
      const found = fits.map((context) => machine.find(from, input, context));
      expect(found, 'no earlier row takes it away').toContain(row);
      for (const one of found) {
        const earlier = machine.rows.indexOf(one!);
        expect(earlier).toBeGreaterThanOrEqual(0);
        expect(earlier).toBeLessThanOrEqual(machine.rows.indexOf(row));
      }
    });
  }

  for (const from of states) {
    for (const input of inputs) {
      const rows = machine.rows.filter((row) => row[0] === from && row[1] === input);
      if (rows.length === 0) {
        test(`${name}: ${from} refuses ${input}`, () => {
          for (const context of contexts) expect(machine.find(from, input, context)).toBeNull();
        });
      } else if (rows.every(([, , guard]) => guard !== '-')) {
        test(`${name}: ${from} refuses ${input} when no guard lets it`, () => {
          const none = contexts.filter((context) => rows.every(([, , guard]) => !guards[guard]?.(context)));
          expect(none.length).toBeGreaterThan(0);
          for (const context of none) expect(machine.find(from, input, context)).toBeNull();
        });
      }
    }
  }

  test(`${name}: every state can be reached from null, and null from every state`, () => {
    const reach = (begin: string, forward: boolean): Set<string> => {
      const seen = new Set([begin]);
      for (let grew = true; grew;) {
        const before = seen.size;
        for (const [from, , , to] of machine.rows) {
          if (seen.has(forward ? from : to)) seen.add(forward ? to : from);
        }
        grew = seen.size > before;
      }
      return seen;
    };
    expect([...reach('null', true)].sort()).toEqual([...states].sort());
    expect([...reach('null', false)].sort()).toEqual([...states].sort());
  });
}
