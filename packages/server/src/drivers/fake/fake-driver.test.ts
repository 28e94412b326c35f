// Scripted telephones do as they were told, when a virtual clock says so.
import type { CallId, ConnectionId, DeviceId, Fact } from '@cordboard/domain';
import { expect, test } from 'vitest';
import type { Clock } from '../../timers.ts';
import { createFakeDriver } from './fake-driver.ts';
import type { Behaviour } from './fake-phone.ts';

/** Time that passes when it is told to. */
function virtualClock(): Clock & { pass(ms: number): void } {
  const waiting = new Set<{ readonly at: number; readonly callback: () => void }>();
  let now = 0;
  return {
    now: () => now,
    after(afterMs, callback) {
      const timer = { at: now + afterMs, callback };
      waiting.add(timer);
      return () => void waiting.delete(timer);
    },
    pass(ms) {
      const until = now + ms;
      for (;;) {
        const [next] = [...waiting].filter(({ at }) => at <= until).sort((a, b) => a.at - b.at);
        if (!next) break;
        waiting.delete(next);
        now = next.at;
        next.callback();
      }
      now = until;
    },
  };
}

async function ring(behaviour: Behaviour) {
  const clock = virtualClock();
  const driver = createFakeDriver({ clock });
  const facts: string[] = [];
  const tell = (fact: Fact): void =>
    void facts.push(`${clock.now()} ${fact.fact}${fact.fact === 'cleared' ? ` ${fact.cause}` : ''}`);
  await driver.start(tell);
  const phone = driver.phone({ user: '8001', extension: true });
  phone.behaviour = behaviour;
  await phone.register();
  facts.length = 0;
  driver.wish({
    effect: 'originate',
    callId: 'call' as CallId,
    connectionId: 'connection' as ConnectionId,
    to: { kind: 'device', deviceId: '8001' as DeviceId },
    from: { number: '13800138000', name: '' },
    timeoutMs: 20_000,
    data: {},
  });
  clock.pass(60_000);
  return { facts, phone, driver };
}

test.each<[Behaviour, string[]]>([
  [{ kind: 'rings' }, ['0 alerting', '20000 cleared noAnswer']],
  [{ kind: 'never' }, ['20000 cleared noAnswer']],
  [{ kind: 'busy' }, ['0 cleared busy']],
  [{ kind: 'rejects', afterMs: 3_000 }, ['0 alerting', '3000 cleared rejected']],
  [{ kind: 'answers', afterMs: 5_000 }, ['0 alerting', '5000 answered']],
  [{ kind: 'answers', afterMs: 5_000, hangsUpAfterMs: 7_000 }, ['0 alerting', '5000 answered', '12000 cleared normal']],
])('%j', async (behaviour, expected) => {
  expect((await ring(behaviour)).facts).toEqual(expected);
});

test('a switch that restarts knows its telephones and nothing of its calls', async () => {
  const { driver, phone, facts } = await ring({ kind: 'answers', afterMs: 0 });
  const [call] = phone.calls;
  driver.restart();
  expect(call?.state).toBe('ended');
  expect(facts.at(-1)).toBe('60000 snapshot');
  expect(await driver.counters()).toMatchObject({ calls: 0, connections: 0, devices: 1 });
});
