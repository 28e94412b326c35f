// Who waits, who is served first, and whom a call is offered to.
import { expect, test } from 'vitest';
import type { AgentProfile, QueueProfile } from '../configuration.ts';
import { Floor } from '../support/floor.ts';
import { agent, agentProfile, queue, queueProfile, sample } from '../support/sample.ts';
import { estimatedWaitMs } from './estimate.ts';

const floorWith = (changes: Partial<QueueProfile>, agents?: readonly AgentProfile[]) =>
  new Floor({ ...sample, queues: [queueProfile('sales', changes), sample.queues[1]!], ...(agents ? { agents } : {}) });

/** Lets a call be offered, and says to whom. */
function offeredTo(floor: Floor, callId: string, number?: string): string[] {
  floor.customer(callId, '9501', number);
  return floor
    .connections(callId)
    .slice(1)
    .map((one) => one.split(':')[0]!);
}

/** One whole call, without wrap-up. */
function serve(floor: Floor, callId: string, talkMs = 1_000): string {
  const [who] = offeredTo(floor, callId);
  floor.answered(`${callId}.2`).wait(talkMs).cleared(`${callId}.1`);
  return who!;
}

test('longestIdle: who has been free longest', () => {
  const floor = floorWith({ wrapUpMs: 0 }).ready('1002', '1001', '1003');
  expect([serve(floor, 'a'), serve(floor, 'b'), serve(floor, 'c'), serve(floor, 'd')]).toEqual([
    '1002',
    '1001',
    '1003',
    '1002',
  ]);
});

test('roundRobin: in the order of the list, going on behind the last', () => {
  const floor = floorWith({ wrapUpMs: 0, strategy: 'roundRobin' }).ready('1003', '1001', '1002');
  expect([serve(floor, 'a'), serve(floor, 'b'), serve(floor, 'c'), serve(floor, 'd')]).toEqual([
    '1001',
    '1002',
    '1003',
    '1001',
  ]);
});

test('topDown: the first of the list who is free', () => {
  const floor = floorWith({ wrapUpMs: 0, strategy: 'topDown' }).ready('1003', '1002');
  expect([serve(floor, 'a'), serve(floor, 'b')]).toEqual(['1002', '1002']);
});

test('fewestCalls and leastTalkTime: by what they have done since they signed in', () => {
  const fewest = floorWith({ wrapUpMs: 0, strategy: 'fewestCalls' }).ready('1001');
  serve(fewest, 'a');
  fewest.ready('1002');
  expect([serve(fewest, 'b'), serve(fewest, 'c')]).toEqual(['1002', '1001']);
  const least = floorWith({ wrapUpMs: 0, strategy: 'leastTalkTime' }).ready('1001', '1002');
  expect(serve(least, 'a', 9_000)).toBe('1001');
  expect(serve(least, 'b', 1_000)).toBe('1002');
  expect(serve(least, 'c', 1_000)).toBe('1002');
});

test('random: everybody gets his share, and the same decision is always the same', () => {
  const shares = (): Record<string, number> => {
    const floor = floorWith({ wrapUpMs: 0, strategy: 'random' }).ready('1001', '1002', '1003');
    const counts: Record<string, number> = {};
    for (let n = 0; n < 300; n += 1) {
      const who = serve(floor, `call-${n}`, 1);
      counts[who] = (counts[who] ?? 0) + 1;
    }
    return counts;
  };
  const first = shares();
  expect(Object.values(first).every((count) => count > 60)).toBe(true);
  expect(shares()).toEqual(first);
});

test('ringAll: the first to answer has it, the others have missed nothing', () => {
  const floor = floorWith({ strategy: 'ringAll' }).ready('1001', '1002', '1003').customer('c');
  expect(floor.wishes('originate').map(({ connectionId }) => connectionId)).toEqual(['c.2', 'c.3', 'c.4']);
  floor.alerting('c.2').alerting('c.3').answered('c.3');
  expect(floor.types).not.toContain('agent.missedCall');
  expect(['1001', '1002', '1003'].map((id) => floor.state(id))).toEqual(['ready', 'busy', 'ready']);
  expect(floor.wishes('clear').map(({ connectionId, cause }) => `${connectionId} ${cause}`)).toEqual([
    'c.2 cancelled',
    'c.4 cancelled',
  ]);
});

test('ringAll: when nobody answers all have missed it, and it waits again', () => {
  const floor = floorWith({ strategy: 'ringAll' }).ready('1001', '1002').customer('c').wait(20_000);
  expect(floor.events.filter(({ type }) => type === 'agent.missedCall')).toHaveLength(2);
  expect(floor.world.queues.get(queue('sales'))?.waiting).toEqual(['c']);
});

test('a lower tier is offered first', () => {
  const members = [
    { agentId: agent('1001'), priority: 2 },
    { agentId: agent('1002'), priority: 1 },
  ];
  const floor = floorWith({ members }).ready('1001', '1002');
  expect(offeredTo(floor, 'a')).toEqual(['1002']);
  expect(offeredTo(floor, 'b')).toEqual(['1001']);
});

test('skills: who lacks one is not asked, and the higher sum comes first', () => {
  const agents = [
    agentProfile('1001', { skills: { english: 3 } }),
    agentProfile('1002', { skills: { english: 8 } }),
    agentProfile('1003', { skills: { english: 1 } }),
  ];
  const floor = floorWith({ requiredSkills: [{ skill: 'english', level: 2 }] }, agents).ready('1003', '1001', '1002');
  expect([offeredTo(floor, 'a'), offeredTo(floor, 'b'), offeredTo(floor, 'c')]).toEqual([['1002'], ['1001'], []]);
});

test('an important customer goes before the others, and is known by name', () => {
  const floor = new Floor().customer('plain').customer('vip', '9501', '013900000001');
  expect(floor.world.queues.get(queue('sales'))?.waiting).toEqual(['vip', 'plain']);
  expect(floor.call('vip')?.from).toMatchObject({ name: 'Vip' });
  floor.ready('1001');
  expect(floor.connections('vip')[1]).toBe('1001:initiated');
});

test('a customer who belongs to one agent waits for him while he is signed in', () => {
  const floor = new Floor().ready('1001', '1002').customer('a', '9502').customer('own', '9501', '013900000002');
  expect(floor.connections('own')).toHaveLength(1);
  floor.command('1002', 'agent.signOut', {});
  floor.cleared('a.1');
  expect(floor.state('1002')).toBe('null');
  expect(floor.connections('own')[1]).toBe('1001:initiated');
});

test('a customer with a queue of his own comes to it from wherever he calls', () => {
  const customers = [
    { number: '0139', name: 'Gold', priority: 0, exclusiveAgentId: null, exclusiveQueueId: queue('help') },
  ];
  const floor = new Floor({ ...sample, customers }).customer('c', '9501', '0139');
  expect(floor.call('c')?.queue?.queueId).toBe('help');
});

test('a call that was not taken keeps its place, and asks another first', () => {
  const floor = new Floor().ready('1001').customer('a').wait(5_000).customer('b');
  floor.command('1001', 'call.reject', { callId: floor.call('a')!.id });
  expect(floor.world.queues.get(queue('sales'))?.waiting).toEqual(['a', 'b']);
  floor.ready('1002');
  expect(floor.connections('a')[1]).toBe('1002:initiated');
  floor.wait(10_000);
  expect(floor.connections('b')[1], 'and he who refused gets the next one').toBe('1001:initiated');
});

test('two that came in the same millisecond keep their order when the first is put back', () => {
  const floor = new Floor().ready('1001').customer('a').customer('b');
  floor.command('1001', 'call.reject', { callId: floor.call('a')!.id });
  expect(floor.world.queues.get(queue('sales'))?.waiting).toEqual(['a', 'b']);
});

test('waited too long: it goes where the operator said', () => {
  const floor = floorWith({ maximumWaitMs: 60_000, overflow: { kind: 'queue', queueId: queue('help') } }).customer('c');
  floor.wait(60_000);
  expect(floor.types).toEqual(['call.dequeued', 'call.diverted', 'call.queued']);
  expect(floor.call('c')?.queue?.queueId).toBe('help');
});

test('waited too long while its switch is away: it goes there when the switch is back, and is not lost on the way', () => {
  const overflow = { kind: 'number', number: '013900000002' } as const;
  const floor = floorWith({ maximumWaitMs: 60_000, overflow }).customer('c');
  floor.fact({ fact: 'outOfReach', connectionIds: 'all' }).wait(60_000);
  for (const { connectionId } of floor.wishes('originate')) floor.cleared(connectionId, 'switchLost');
  expect(floor.call('c')?.queue?.queueId).toBe('sales');
  floor.fact({ fact: 'snapshot', connectionIds: [floor.call('c')!.caller], deviceIds: [] });
  expect(floor.wishes('originate')).toMatchObject([{ callId: 'c', to: overflow }]);
});

test('a full queue sends the newcomer on; one that is free at once is never full', () => {
  const floor = floorWith({ maximumWaiting: 0 }).customer('a');
  expect(floor.happened.at(-1)).toMatchObject({ type: 'call.cleared', record: { outcome: 'overflowed' } });
  floor.ready('1001');
  expect(offeredTo(floor, 'b')).toEqual(['1001']);
});

test('two queues that overflow into each other give a call up in the end', () => {
  const other = (id: string) =>
    queueProfile(id, {
      maximumWaiting: 0,
      overflow: { kind: 'queue', queueId: queue(id === 'sales' ? 'help' : 'sales') },
    });
  const floor = new Floor({ ...sample, queues: [other('sales'), other('help')] }).customer('c');
  expect(floor.call('c')).toBeUndefined();
  expect(floor.wishes('clear')).toEqual([{ effect: 'clear', connectionId: 'c.1', cause: 'queueOverflow' }]);
});

test('greeting, then place and expected wait; silence once an agent is there', () => {
  const floor = floorWith({ greeting: [{ kind: 'sound', name: 'hello' }], announceEveryMs: 30_000, wrapUpMs: 0 });
  floor.ready('1001');
  serve(floor, 'first', 90_000);
  floor.customer('busy').answered('busy.2').customer('c');
  expect(floor.wishes('play')).toMatchObject([{ connectionId: 'c.1', prompts: [{ kind: 'sound', name: 'hello' }] }]);
  floor.wait(30_000);
  expect(floor.happened).toMatchObject([{ type: 'call.announced', position: 1, estimatedWaitMs: 90_000 }]);
  expect(floor.wishes('play')[0]?.prompts).toEqual([
    { kind: 'sound', name: 'queue-position' },
    { kind: 'digits', digits: '1' },
    { kind: 'sound', name: 'queue-wait-minutes' },
    { kind: 'digits', digits: '2' },
  ]);
  floor.cleared('busy.1').answered('c.2');
  expect(floor.wishes('stopPlay')).toEqual([{ effect: 'stopPlay', connectionId: 'c.1' }]);
  expect([...floor.timers.keys()]).toEqual([]);
});

test('the wait is estimated from what calls took lately and who serves', () => {
  const floor = floorWith({ wrapUpMs: 10_000 }).ready('1001', '1002');
  serve(floor, 'a', 50_000);
  const sales = floor.world.queues.get(queue('sales'))!;
  expect(estimatedWaitMs(floor.world, sales, 3)).toBe(90_000);
  expect(sales.statistics).toMatchObject({ offered: 1, answered: 1, answeredInTime: 1, talkMs: 50_000 });
});
