// The loop and the tenant: a reply before its events, nothing published that the journal has not, bugs that do not stop the day, and a world that comes back.
import type { CallId, ConnectionId, DeviceId, SessionId } from '@cordboard/domain';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { lookups } from '../../../test/support/lookups.ts';
import { smallTenant } from '../../../test/support/small-tenant.ts';
import { until } from '../../../test/support/until.ts';
import { VirtualClock } from '../../../test/support/virtual-clock.ts';
import type { Session } from './core.ts';
import { createFakeDriver } from './drivers/fake/fake-driver.ts';
import type { Journal, JournalEntry, WorldSnapshot } from './storage/store.ts';
import { Tenant } from './tenant.ts';

/** A journal in memory that can be told to fail, or to keep its writers waiting. */
class MemoryJournal implements Journal {
  readonly epoch = 'e1';
  readonly entries: JournalEntry[] = [];
  readonly snapshots: WorldSnapshot[] = [];
  failures = 0;
  hold: Promise<void> | null = null;

  async snapshot(notAfter = Number.MAX_SAFE_INTEGER): Promise<WorldSnapshot | null> {
    return this.snapshots.findLast(({ seq }) => seq <= notAfter) ?? null;
  }

  async saveSnapshot(snapshot: WorldSnapshot): Promise<void> {
    this.snapshots.push(snapshot);
  }

  async *read(afterSeq: number): AsyncIterable<readonly JournalEntry[]> {
    yield this.entries.filter(({ seq }) => seq > afterSeq);
  }

  async append(entries: readonly JournalEntry[]): Promise<void> {
    await this.hold;
    if (this.failures > 0) {
      this.failures -= 1;
      throw new Error('PostgreSQL and the spool are away');
    }
    this.entries.push(...entries);
  }

  async lastSeq(): Promise<number> {
    return this.entries.at(-1)?.seq ?? 0;
  }
}

const anna: Session = {
  sessionId: 's-anna' as SessionId,
  tenantId: 'small',
  agentId: smallTenant('small').agents[0]!.id,
  rank: 'agent',
};

async function open(journal: MemoryJournal) {
  const clock = new VirtualClock();
  const driver = createFakeDriver({ clock });
  const log = pino({ level: 'silent' });
  let ids = 0;
  const tenant = await Tenant.start({
    tenantId: 'small',
    configuration: smallTenant('small'),
    journal,
    driver,
    clock,
    lookups,
    log,
    newId: () => `id${(ids += 1)}`,
  });
  const heard: string[] = [];
  const listener = {
    event: ({ seq, json }: { seq: number; json: string }) =>
      void heard.push(`${seq} ${/"type":"([^"]+)"/.exec(json)?.[1]}`),
    closed: (reason: string) => void heard.push(reason),
  };
  tenant.attach(anna, listener);
  tenant.publisher.goOnAfter(anna.sessionId, tenant.loop.seq);
  const command = (method: 'agent.signIn' | 'agent.signOut', params: object = {}) =>
    tenant.loop.command(anna.sessionId, anna.agentId, { method, params } as never);
  return { tenant, clock, driver, heard, listener, command };
}

test('the reply comes first; the events only when the journal has them', async () => {
  const journal = new MemoryJournal();
  const { heard, command } = await open(journal);
  let release = (): void => undefined;
  journal.hold = new Promise((resolve) => (release = resolve));
  expect(await command('agent.signIn')).toEqual({ result: {} });
  expect(heard).toEqual([]);
  release();
  await until('the event', () => heard.some((line) => line.endsWith('agent.loggedOn')));
  expect(journal.entries.map(({ seq }) => seq)).toEqual(journal.entries.map((_, index) => index + 1));
});

test('a journal that is away for a while gets everything afterwards, in order and once', async () => {
  const journal = new MemoryJournal();
  const { heard, command, clock } = await open(journal);
  await until('quiet', () => heard.length === 0 && journal.entries.length > 0);
  journal.failures = 3;
  await command('agent.signIn');
  await command('agent.signOut');
  await command('agent.signIn');
  await until('written after all', () => {
    clock.advance(2_000);
    return heard.filter((line) => line.endsWith('agent.loggedOn')).length === 2;
  });
  const seqs = heard.map((line) => Number(line.split(' ')[0]));
  expect(seqs).toEqual(seqs.toSorted((a, b) => a - b));
  expect(new Set(seqs).size).toBe(seqs.length);
  expect(journal.entries.map(({ seq }) => seq)).toEqual(journal.entries.map((_, index) => index + 1));
});

test('a refusal is a reply and no event', async () => {
  const journal = new MemoryJournal();
  const { command } = await open(journal);
  expect(await command('agent.signIn', { deviceId: 'nowhere' as DeviceId })).toMatchObject({
    refused: 'unknownDevice',
  });
  await command('agent.signIn');
  await until('the next event', () => journal.entries.some(({ event }) => event.type === 'agent.loggedOn'));
  expect(journal.entries.filter(({ event }) => event.type === 'agent.loggedOn')).toHaveLength(1);
});

test('a bug in the core is one failed request: counted, told to who asked, and the day goes on', async () => {
  const journal = new MemoryJournal();
  const { tenant, command } = await open(journal);
  await expect(command('agent.nonsense' as 'agent.signIn')).rejects.toThrow();
  expect(tenant.loop.counters['bugs']).toBe(1);
  expect(await command('agent.signIn')).toEqual({ result: {} });
});

test('a wish that the switch cannot take keeps back no timer that follows it', async () => {
  const journal = new MemoryJournal();
  const { tenant, driver } = await open(journal);
  const { timers } = tenant.loop.counters;
  driver.wish = () => {
    throw new Error('a bug of the switch');
  };
  tenant.loop.put({
    type: 'fact',
    fact: {
      fact: 'inboundCall',
      callId: 'c' as CallId,
      connectionId: 'c.1' as ConnectionId,
      origin: { kind: 'trunk', trunkId: 't', number: '1', name: '' },
      dialled: smallTenant('small').accessNumbers[0]!.number,
    },
  });
  expect(tenant.loop.world.calls.size).toBe(1);
  expect(tenant.loop.counters['bugs']).toBeGreaterThan(0);
  expect(tenant.loop.counters['timers']).toBeGreaterThan(timers!);
});

test('a switch that cannot start leaves no timer behind', async () => {
  const journal = new MemoryJournal();
  await (await open(journal)).command('agent.signIn');
  await until('in the journal', () => journal.entries.some(({ event }) => event.type === 'agent.loggedOn'));
  const clock = new VirtualClock();
  const refused = new Error('the port is in use');
  const starting = Tenant.start({
    tenantId: 'small',
    configuration: smallTenant('small'),
    journal,
    clock,
    lookups,
    driver: { ...createFakeDriver({ clock }), start: () => Promise.reject(refused) },
    log: pino({ level: 'silent' }),
    newId: () => 'id',
  });
  await expect(starting).rejects.toBe(refused);
  expect(clock.pending).toBe(0);
});

test('the same session by another link takes the place of the first, and the first cannot end it any more', async () => {
  const journal = new MemoryJournal();
  const { tenant, heard, listener, command } = await open(journal);
  await command('agent.signIn');
  tenant.attach(anna, { event: () => undefined, closed: () => undefined });
  expect(heard.at(-1)).toBe('signedInElsewhere');
  tenant.detach(anna, listener, 'ended');
  expect(tenant.loop.world.agents.get(anna.agentId)?.state).toBe('notReady');
});

test('the world comes back from the journal, and from a snapshot with what came after', async () => {
  const journal = new MemoryJournal();
  const first = await open(journal);
  await first.command('agent.signIn');
  await until('in the journal', () => journal.entries.some(({ event }) => event.type === 'agent.loggedOn'));
  const second = await open(journal);
  expect(second.tenant.loop.world.agents.get(anna.agentId)?.state).toBe('notReady');
  expect(second.tenant.publisher.resume(anna.sessionId, 0)).toBe(true);
  await second.tenant.close();
  expect(journal.snapshots).toHaveLength(1);
  expect(second.heard.at(-1)).toBe('shutdown');
});

test('a snapshot that an older program wrote is passed over: the whole journal is folded', async () => {
  const journal = new MemoryJournal();
  const first = await open(journal);
  await first.command('agent.signIn');
  await first.tenant.close();
  const [kept] = journal.snapshots.splice(0);
  journal.snapshots.push({ seq: kept!.seq, world: JSON.stringify({ ...JSON.parse(kept!.world), version: 1 }) });
  const second = await open(journal);
  expect(second.tenant.loop.world.agents.get(anna.agentId)?.state).toBe('notReady');
  await second.tenant.close();
});
