// What every transaction machine must hold, read off its rows.
import { expect, test } from 'vitest';
import { timers } from './timers.table.ts';
import type { TimerName } from './timers.table.ts';
import { inviteClient, inviteServer, otherClient, otherServer } from './transaction.table.ts';
import type { TransactionState } from './transaction.table.ts';

const machines = {
  inviteClient: [inviteClient, 'calling'],
  otherClient: [otherClient, 'trying'],
  inviteServer: [inviteServer, 'proceeding'],
  otherServer: [otherServer, 'trying'],
} as const;

for (const [name, [rows, first]] of Object.entries(machines)) {
  test(`${name}: one row per state and input`, () => {
    const keys = rows.map((row) => `${row[0]} ${row[1]}`);
    expect(new Set(keys).size).toBe(keys.length);
  });

  test(`${name}: every state is reached, and every state leads to terminated`, () => {
    const reached = new Set<TransactionState>([first]);
    for (let before = 0; before !== reached.size;) {
      before = reached.size;
      for (const row of rows) if (reached.has(row[0])) reached.add(row[2]);
    }
    const ending = new Set<TransactionState>(['terminated']);
    for (let before = 0; before !== ending.size;) {
      before = ending.size;
      for (const row of rows) if (ending.has(row[2])) ending.add(row[0]);
    }
    expect(new Set(rows.map((row) => row[0]))).toEqual(new Set([...reached].filter((state) => state !== 'terminated')));
    expect([...reached].filter((state) => !ending.has(state))).toEqual([]);
  });

  test(`${name}: a timer that is started in a row has a row where it fires`, () => {
    for (const [, , to, actions] of rows) {
      for (const action of actions) {
        if (!action.startsWith('start')) continue;
        const timer = action.slice(5) as TimerName;
        expect(timers[timer]).toBeDefined();
        expect(rows.some((row) => row[0] === to && row[1] === `fire${timer}`)).toBe(true);
      }
    }
  });
}
