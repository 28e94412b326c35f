// Whatever happens, in whatever order: nobody is stuck, nobody is lost, and the journal tells the same story as the world.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { freezeWorld } from '@cordboard/domain';
import type { AgentId, Configuration, SelectionStrategy } from '@cordboard/domain';
import { queue, queueProfile, sample } from '../../packages/domain/src/support/sample.ts';
import { Run } from './run.ts';

const happening = fc.record({ what: fc.nat(1_000), a: fc.nat(10_000), b: fc.nat(100_000) });

const strategies: readonly SelectionStrategy[] = [
  'longestIdle',
  'roundRobin',
  'fewestCalls',
  'leastTalkTime',
  'random',
  'topDown',
  'ringAll',
];

const configurationFor = (strategy: SelectionStrategy): Configuration => ({
  ...sample,
  // The clock begins at 16 minutes and 40 seconds past midnight: the day turns in the middle of most runs.
  tenant: { ...sample.tenant, day: { utcOffsetMinutes: 0, beginsAtMinute: 18 } },
  queues: [
    queueProfile('sales', {
      strategy,
      maximumWaitMs: 40_000,
      overflow: { kind: 'queue', queueId: queue('help') },
      noAnswerLimit: 2,
      announceEveryMs: 15_000,
    }),
    queueProfile('help', {
      strategy,
      members: [
        { agentId: '1001' as AgentId, priority: 1 },
        { agentId: '1002' as AgentId, priority: 2 },
      ],
      maximumWaiting: 3,
      overflow: { kind: 'queue', queueId: queue('sales') },
      wrapUpMs: 0,
      greeting: [{ kind: 'sound', name: 'hello' }],
    }),
  ],
  accessNumbers: [
    ...sample.accessNumbers,
    { number: '9503', name: 'Help', target: { kind: 'queue', queueId: queue('help') } },
  ],
});

for (const strategy of strategies) {
  test(`holds together with ${strategy}`, () => {
    fc.assert(
      fc.property(fc.array(happening, { minLength: 20, maxLength: 220, size: 'max' }), (happenings) => {
        const run = new Run(configurationFor(strategy));
        for (const one of happenings) run.happen(one);
        expect(freezeWorld(run.replayed()), 'the journal tells the same').toBe(freezeWorld(run.floor.world));
        run.end();
        expect(run.floor.world.calls.size, 'calls left').toBe(0);
        expect(run.floor.world.connections.size).toBe(0);
        expect([...run.floor.timers.keys()], 'timers left').toEqual([]);
      }),
      { numRuns: Number(process.env.SIMULATION_RUNS ?? 80) },
    );
  });
}
