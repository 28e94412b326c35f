// Two switches of one tenant: each call is steered where it is, and what one of them says never costs a call of the other's.
import type { CallId, ConnectionId, DeviceId, Fact } from '@cordboard/domain';
import { expect, test } from 'vitest';
import type { BrowserPhones } from './browser-phones.ts';
import { severalSwitches } from './several.ts';
import type { SwitchDriver, Wish } from './switch.ts';

const connection = (id: string): ConnectionId => id as ConnectionId;
const device = (id: string): DeviceId => id as DeviceId;

/** What is asked of it is written down; it says what the test says. */
function scripted(name: string, isThere = true) {
  const wishes: Wish[] = [];
  let tell: (fact: Fact) => void = () => undefined;
  const driver: SwitchDriver = {
    name,
    start: async (listener) => {
      tell = listener;
      if (isThere) tell({ fact: 'snapshot', connectionIds: [], deviceIds: [] });
    },
    wish: (wish) => void wishes.push(wish),
    drain: async () => undefined,
    close: async () => undefined,
    health: () => ({ ok: isThere, detail: name }),
    counters: async () => ({ calls: 1 }),
  };
  return { driver, wishes, tell: (fact: Fact) => tell(fact) };
}

async function two(isSecondThere = true) {
  const [north, south] = [scripted('north'), scripted('south', isSecondThere)];
  const facts: Fact[] = [];
  const both = severalSwitches([north.driver, south.driver]);
  await both.start((fact) => facts.push(fact));
  return { north, south, both, facts };
}

const originate = (callId: string, id: string, to: { device: string } | { number: string }): Wish => ({
  effect: 'originate',
  callId: callId as CallId,
  connectionId: connection(id),
  to: 'device' in to ? { kind: 'device', deviceId: device(to.device) } : { kind: 'number', number: to.number },
  from: { number: '1', name: '' },
  timeoutMs: 1_000,
  data: {},
});

const arrived = (callId: string, id: string): Fact => ({
  fact: 'inboundCall',
  callId: callId as CallId,
  connectionId: connection(id),
  origin: { kind: 'trunk', trunkId: 't', number: '1', name: '' },
  dialled: '4000',
});

test('a page’s telephone is at the first of them that takes any', () => {
  const [north, south] = [scripted('north'), scripted('south')];
  expect(severalSwitches([north.driver, south.driver]).browserPhones).toBeUndefined();
  const browserPhones: BrowserPhones = {
    admit: ({ deviceId }) => Promise.resolve(deviceId),
    dismiss: () => undefined,
    accept: () => undefined,
  };
  expect(severalSwitches([north.driver, { ...south.driver, browserPhones }]).browserPhones).toBe(browserPhones);
});

test('one snapshot of both comes first', async () => {
  const { facts } = await two();
  expect(facts).toEqual([{ fact: 'snapshot', connectionIds: [], deviceIds: [], outOfReach: [], isPartial: false }]);
});

test('a switch that is away keeps nobody from working', async () => {
  const { facts, both } = await two(false);
  expect(facts).toMatchObject([{ fact: 'snapshot', connectionIds: [], deviceIds: [] }]);
  expect(both.health().ok).toBe(false);
});

test('a switch that has never been heard may have calls of before: they are not over, and nobody is kept by them', async () => {
  const { south, both, facts } = await two(false);
  expect(facts).toMatchObject([{ isPartial: true }]);
  both.wish({ effect: 'clear', connectionId: connection('of before'), cause: 'normal' });
  expect(facts.at(-1)).toEqual({ fact: 'cleared', connectionId: 'of before', cause: 'normal' });
  south.tell({ fact: 'snapshot', connectionIds: [connection('other')], deviceIds: [] });
  expect(facts.at(-1)).toMatchObject({ connectionIds: ['other'], outOfReach: [], isPartial: false });
});

test('what a switch has lost is over, though another one has never been heard', async () => {
  const { north, facts } = await two(false);
  north.tell(arrived('n', 'n-in'));
  north.tell(arrived('m', 'm-in'));
  north.tell({ fact: 'snapshot', connectionIds: [connection('m-in')], deviceIds: [] });
  expect(facts.slice(-2)).toMatchObject([
    { fact: 'cleared', connectionId: 'n-in', cause: 'switchLost' },
    { fact: 'snapshot', connectionIds: ['m-in'], isPartial: true },
  ]);
});

test('what is out of reach is so until its own switch is back', async () => {
  const { north, south, facts } = await two();
  north.tell(arrived('n', 'n-in'));
  south.tell(arrived('s', 's-in'));
  south.tell({ fact: 'outOfReach', connectionIds: 'all' });
  expect(facts.at(-1)).toEqual({ fact: 'outOfReach', connectionIds: ['s-in'] });
  north.tell({ fact: 'snapshot', connectionIds: [connection('n-in')], deviceIds: [] });
  expect(facts.at(-1)).toMatchObject({ connectionIds: ['n-in', 's-in'], outOfReach: ['s-in'] });
  south.tell({ fact: 'snapshot', connectionIds: [connection('s-in')], deviceIds: [] });
  expect(facts.at(-1)).toMatchObject({ connectionIds: ['n-in', 's-in'], outOfReach: [] });
});

test('a call is steered where it arrived, and its agent is called from there', async () => {
  const { north, south, both } = await two();
  south.tell(arrived('c', 'in'));
  both.wish(originate('c', 'out', { device: '8001' }));
  both.wish({ effect: 'clear', connectionId: connection('in'), cause: 'normal' });
  expect(south.wishes.map(({ effect }) => effect)).toEqual(['originate', 'clear']);
  expect(north.wishes).toEqual([]);
});

test('a new call begins where the telephone is registered', async () => {
  const { north, south, both } = await two();
  south.tell({ fact: 'registered', deviceId: device('8002'), userAgent: 'x' });
  both.wish(originate('c', 'own', { device: '8002' }));
  both.wish(originate('c', 'far', { number: '139' }));
  expect(south.wishes).toHaveLength(2);
  expect(north.wishes).toEqual([]);
});

test('what one has lost leaves the calls and telephones of the other', async () => {
  const { north, south, both, facts } = await two();
  north.tell(arrived('n', 'n-in'));
  south.tell(arrived('s', 's-in'));
  north.tell({ fact: 'registered', deviceId: device('8001'), userAgent: 'x' });
  south.tell({ fact: 'snapshot', connectionIds: [], deviceIds: [] });
  expect(facts.at(-1)).toMatchObject({ fact: 'snapshot', connectionIds: ['n-in'], deviceIds: ['8001'] });
  both.wish({ effect: 'clear', connectionId: connection('s-in'), cause: 'normal' });
  expect(south.wishes).toEqual([]);
});

test('a telephone at both is gone when it is gone from both', async () => {
  const { north, south, facts } = await two();
  for (const { tell } of [north, south]) tell({ fact: 'registered', deviceId: device('8001'), userAgent: 'x' });
  north.tell({ fact: 'unregistered', deviceId: device('8001') });
  expect(facts.filter(({ fact }) => fact === 'unregistered')).toEqual([]);
  south.tell({ fact: 'unregistered', deviceId: device('8001') });
  expect(facts.filter(({ fact }) => fact === 'unregistered')).toHaveLength(1);
});

test('counters are sums', async () => {
  const { both } = await two();
  expect(await both.counters()).toEqual({ calls: 2 });
});
