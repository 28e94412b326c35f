// Programs that watch and steer an agent's telephone beside the one he works with.
import { expect, test } from 'vitest';
import { createWorld } from '../configured.ts';
import { evolve } from '../evolve.ts';
import { freezeWorld, thawWorld } from '../frozen.ts';
import type { AgentId, SessionId } from '../ids.ts';
import { companionsPerAgent } from '../limits.ts';
import { Floor, deviceOf, sessionOf } from '../support/floor.ts';

const one = '1001' as AgentId;
const watcher = 'watcher' as SessionId;
const agentOf = (floor: Floor) => floor.world.agents.get(one)!;

test('one that accompanies an agent and his own program leave each other alone, whichever comes first', () => {
  const floor = new Floor().ready('1001').accompany('1001', 'watcher');
  expect(floor.happened).toMatchObject([{ type: 'session.opened', sessionId: 'watcher', accompanies: true }]);
  expect(floor.wishes('closeSession')).toEqual([]);
  floor.put({ type: 'sessionOpened', sessionId: 'second' as SessionId, agentId: one });
  expect(floor.wishes('closeSession')).toMatchObject([{ sessionId: sessionOf('1001') }]);
  expect(agentOf(floor)).toMatchObject({ sessionId: 'second', companionIds: ['watcher'] });
});

test('both may command for him, a third one may not', () => {
  const floor = new Floor().ready('1001').accompany('1001', 'watcher');
  expect(floor.command('1001', 'agent.setNotReady', {}, watcher)).toEqual({ result: {} });
  expect(floor.command('1001', 'agent.setReady', {})).toEqual({ result: {} });
  expect(floor.command('1001', 'agent.setReady', {}, 'other' as SessionId)).toEqual({ refused: 'signedInElsewhere' });
  floor.lose('1001', 'watcher');
  expect(floor.command('1001', 'agent.setReady', {}, watcher)).toEqual({ refused: 'signedInElsewhere' });
});

test('it signs in an agent who has no other program, and he is offered calls', () => {
  const floor = new Floor().registered('8001').accompany('1001', 'watcher');
  floor.command('1001', 'agent.signIn', { deviceId: deviceOf('1001'), state: 'ready' }, watcher);
  floor.customer('c');
  expect(floor.types).toContain('call.offered');
});

test('while either is there he is in touch: only the last one to go is missed', () => {
  const floor = new Floor().ready('1001').accompany('1001', 'watcher').lose('1001');
  expect(agentOf(floor)).toMatchObject({ link: 'up', sessionId: null });
  floor.wait(61_000).customer('c').answered('c.2');
  expect(floor.state('1001')).toBe('busy');
  floor.cleared('c.1').wait(30_000).lose('1001', 'watcher');
  expect(agentOf(floor).link).toBe('lost');
  floor.wait(60_000);
  expect(floor.happened).toMatchObject([{ type: 'agent.loggedOff', reason: 'linkLost' }]);
});

test('that it leaves for good is not that he leaves; that he leaves is, whoever stays', () => {
  const floor = new Floor().ready('1001').accompany('1001', 'watcher').accompany('1001', 'second');
  floor.lose('1001', 'watcher', 'ended');
  expect(floor.types).toEqual(['session.closed']);
  expect(floor.state('1001')).toBe('ready');
  floor.lose('1001', sessionOf('1001'), 'ended');
  expect(floor.state('1001')).toBe('null');
  expect(agentOf(floor)).toMatchObject({ link: 'up', companionIds: ['second'] });
  floor.lose('1001', 'second', 'ended');
  expect(agentOf(floor).link).toBe('none');
});

test('one that comes while the link is lost ends the wait', () => {
  const floor = new Floor().ready('1001').lose('1001').accompany('1001', 'watcher');
  expect(agentOf(floor).link).toBe('up');
  floor.wait(61_000);
  expect(floor.state('1001')).toBe('ready');
});

test('the earliest makes room for one too many', () => {
  const floor = new Floor().ready('1001');
  for (let n = 0; n <= companionsPerAgent; n += 1) floor.accompany('1001', `watcher-${n}`);
  expect(floor.wishes('closeSession')).toEqual([
    { effect: 'closeSession', sessionId: 'watcher-0', reason: 'signedInElsewhere' },
  ]);
  expect(agentOf(floor).companionIds).toHaveLength(companionsPerAgent);
  expect(agentOf(floor).companionIds).not.toContain('watcher-0');
});

test('signed out by a supervisor he loses his own program; what watches his telephone goes on watching', () => {
  const floor = new Floor().ready('1001').accompany('1001', 'watcher').open('2001');
  expect(floor.command('2001', 'supervision.signOut', { agentId: one })).toEqual({ result: {} });
  expect(floor.wishes('closeSession')).toMatchObject([{ sessionId: sessionOf('1001'), reason: 'signedOutByOther' }]);
});

test('after a restart none is there, and the journal tells the same', () => {
  const floor = new Floor().ready('1001').accompany('1001', 'watcher');
  const replayed = createWorld();
  for (const event of floor.events) evolve(replayed, event);
  expect(replayed).toEqual(floor.world);
  floor.timers.clear();
  floor.put({ type: 'recovered' });
  expect(floor.types).toEqual(['session.closed', 'session.closed']);
  expect(agentOf(floor)).toMatchObject({ link: 'lost', sessionId: null, companionIds: [] });
  expect([...floor.timers.keys()]).toEqual(['linkLoss:1001']);
});

test('a world that was kept before there were any is read as one without', () => {
  const floor = new Floor().ready('1001');
  const older = freezeWorld(floor.world).replaceAll('"companionIds":[],', '');
  expect(older).not.toContain('companionIds');
  expect(thawWorld(older)).toEqual(floor.world);
});
