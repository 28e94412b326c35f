// Leaves: asked for, decided by who may, begun when the agent is free, and over in time.
import { expect, test } from 'vitest';
import type { AgentId, GroupId, RoleId } from '../ids.ts';
import { freezeWorld, thawWorld } from '../frozen.ts';
import { allowedMethods } from '../permissions/allowed.table.ts';
import { audienceOf } from '../permissions/audience.ts';
import { Floor, sessionOf } from '../support/floor.ts';
import { agentProfile, sample } from '../support/sample.ts';

const one = '1001' as AgentId;
const two = '1002' as AgentId;
const floorGroup = 'floor' as GroupId;
const rules = { maximumAway: 1, decideWithinMs: 60_000, beginWithinMs: 120_000 };

/** Two groups; 2001 leads one, 3001 the other. */
const twoGroups = {
  ...sample,
  agents: [
    ...sample.agents,
    agentProfile('1009', { groupId: 'other' as GroupId }),
    agentProfile('3001', { groupId: 'other' as GroupId, roleId: 'supervisor' as RoleId }),
  ],
  groups: [
    { id: floorGroup, name: 'Floor', leave: rules },
    { id: 'other' as GroupId, name: 'Other' },
  ],
};

/** The supervisor is there, and 1001 is ready and has asked. */
function asked(params: { reason: string; durationMs?: number } = { reason: 'lunch' }): Floor {
  const floor = new Floor(twoGroups).open('2001').ready('1001', '1002');
  expect(floor.command('1001', 'leave.apply', params)).toEqual({ result: {} });
  return floor;
}

const leave = (floor: Floor, agentId = one) => floor.world.leaves.get(agentId);

test('asked, approved, away at once, and back', () => {
  const floor = asked({ reason: 'lunch', durationMs: 600_000 });
  expect(floor.happened).toEqual([
    {
      at: floor.now,
      type: 'leave.applied',
      agentId: '1001',
      reason: 'lunch',
      durationMs: 600_000,
      decideByMs: floor.now + 60_000,
    },
  ]);
  expect(floor.state('1001')).toBe('ready');
  floor.wait(1_000);
  expect(floor.command('2001', 'leave.approve', { agentId: one })).toEqual({ result: {} });
  expect(floor.types).toEqual(['leave.approved', 'agent.notReady', 'leave.begun']);
  expect(leave(floor)).toMatchObject({ state: 'away', decidedBy: '2001', deadlineMs: floor.now + 600_000 });
  expect(floor.command('1001', 'leave.cancel', {})).toEqual({ refused: 'wrongLeaveState' });
  floor.command('1001', 'agent.setReady', {});
  expect(floor.types).toEqual(['agent.ready', 'leave.ended']);
  expect([...floor.timers.keys()]).toEqual([]);
});

test('everybody concerned is told: the agent, and who may decide', () => {
  const floor = asked();
  const [event] = floor.happened;
  expect(audienceOf(floor.world, event!)).toEqual({ agentIds: ['1001'], groupIds: ['floor'], watchersOf: 'leaves' });
});

test('during a call it begins when call and wrap-up are over', () => {
  const floor = asked().customer('c').answered('c.2');
  expect(floor.state('1001')).toBe('busy');
  floor.command('2001', 'leave.approve', { agentId: one });
  expect(floor.types).toEqual(['leave.approved', 'agent.pendingState']);
  floor.cleared('c.1');
  expect([floor.state('1001'), leave(floor)?.state]).toEqual(['workingAfterCall', 'approved']);
  floor.wait(30_000);
  expect(floor.types).toEqual(['agent.notReady', 'leave.begun']);
  expect(leave(floor)?.deadlineMs).toBeNull();
});

test('approved and not begun in time: over, and the wish to rest with it', () => {
  const floor = asked().customer('c').answered('c.2');
  floor.command('2001', 'leave.approve', { agentId: one });
  floor.wait(120_000);
  expect(floor.happened).toMatchObject([
    { type: 'leave.expired', timeOut: 'notBegun' },
    { type: 'agent.pendingState', pending: null },
  ]);
  floor.cleared('c.1').wait(30_000);
  expect(floor.state('1001')).toBe('ready');
});

test('taken back while approved: after the call he works on', () => {
  const floor = asked().customer('c').answered('c.2');
  floor.command('2001', 'leave.approve', { agentId: one });
  expect(allowedMethods(floor.world, one, null)).toContain('leave.cancel');
  expect(floor.command('1001', 'leave.cancel', {})).toEqual({ result: {} });
  expect(floor.types).toEqual(['leave.cancelled', 'agent.pendingState']);
  expect(floor.command('1001', 'leave.cancel', {})).toEqual({ refused: 'unknownLeave' });
});

test('nobody decides in time', () => {
  const floor = asked().wait(60_000);
  expect(floor.happened).toMatchObject([{ type: 'leave.expired', agentId: '1001', timeOut: 'undecided' }]);
  expect(floor.command('2001', 'leave.approve', { agentId: one })).toEqual({ refused: 'leaveExpired' });
  expect(floor.command('1001', 'leave.apply', { reason: 'lunch' })).toEqual({ result: {} });
});

test('away too long: said once, and he still is away', () => {
  const floor = asked({ reason: 'lunch', durationMs: 10_000 });
  floor.command('2001', 'leave.approve', { agentId: one });
  floor.wait(10_000);
  expect(floor.happened).toMatchObject([{ type: 'leave.expired', timeOut: 'overstayed' }]);
  expect(leave(floor)).toMatchObject({ state: 'away', overdue: true });
  expect([...floor.timers.keys()]).toEqual([]);
});

test('a decision is made once, by who may, over whom he may', () => {
  const floor = asked().open('3001').open('1003');
  expect(floor.command('3001', 'leave.approve', { agentId: one })).toEqual({
    refused: 'notPermitted',
    field: 'agentId',
  });
  expect(floor.command('1002', 'leave.approve', { agentId: one })).toEqual({ refused: 'notPermitted' });
  expect(floor.command('2001', 'leave.approve', { agentId: 'x' as AgentId })).toMatchObject({
    refused: 'unknownAgent',
  });
  expect(floor.command('2001', 'leave.approve', { agentId: two })).toEqual({ refused: 'unknownLeave' });
  floor.command('2001', 'leave.refuse', { agentId: one, reason: 'too many calls' });
  expect(floor.happened).toMatchObject([{ type: 'leave.refused', by: '2001', reason: 'too many calls' }]);
  expect(floor.command('2001', 'leave.approve', { agentId: one })).toEqual({ refused: 'leaveAlreadyDecided' });
  floor.command('1001', 'leave.apply', { reason: 'lunch' });
  floor.command('1001', 'leave.cancel', {});
  expect(floor.command('2001', 'leave.approve', { agentId: one })).toEqual({ refused: 'wrongLeaveState' });
  floor.command('1001', 'leave.apply', { reason: 'lunch' });
  floor.command('2001', 'leave.approve', { agentId: one });
  expect(floor.command('2001', 'leave.approve', { agentId: one })).toEqual({ refused: 'leaveAlreadyDecided' });
});

test('a supervisor does not decide on his own leave', () => {
  const floor = new Floor(twoGroups).open('2001');
  floor.command('2001', 'agent.signIn', {});
  expect(floor.command('2001', 'leave.apply', { reason: 'lunch' })).toEqual({ refused: 'noApproverOnline' });
});

test('an application is refused at once: twice, without an approver, beyond the limit, without reason', () => {
  const floor = asked();
  expect(floor.command('1001', 'leave.apply', { reason: 'lunch' })).toEqual({ refused: 'leaveAlreadyApplied' });
  expect(floor.command('1002', 'leave.apply', { reason: 'lunch' }), 'who asks takes a place').toEqual({
    refused: 'leaveLimitReached',
  });
  floor.command('1001', 'leave.cancel', {});
  floor.put({ type: 'sessionClosed', sessionId: sessionOf('2001'), agentId: '2001' as AgentId, how: 'ended' });
  expect(floor.command('1002', 'leave.apply', { reason: 'lunch' })).toEqual({ refused: 'noApproverOnline' });
  expect(floor.command('1002', 'leave.apply', { reason: '' })).toMatchObject({ field: 'reason' });
  expect(floor.command('1002', 'leave.apply', { reason: 'x', durationMs: 0.5 })).toMatchObject({ field: 'durationMs' });
  floor.open('1003');
  expect(floor.command('1003', 'leave.apply', { reason: 'lunch' })).toEqual({ refused: 'notSignedIn' });
});

test('the limit is set by who decides, counts at the decision too, and goes with a new configuration', () => {
  const floor = asked();
  expect(floor.command('2001', 'leave.setLimit', { groupId: 'other' as GroupId, maximumAway: 1 })).toMatchObject({
    refused: 'notPermitted',
  });
  expect(floor.command('2001', 'leave.setLimit', { groupId: floorGroup, maximumAway: -1 })).toMatchObject({
    refused: 'invalidParameter',
  });
  expect(floor.command('1001', 'leave.setLimit', { groupId: floorGroup, maximumAway: 3 })).toEqual({
    refused: 'notPermitted',
  });
  floor.command('2001', 'leave.setLimit', { groupId: floorGroup, maximumAway: 0 });
  expect(floor.happened).toMatchObject([{ type: 'leave.limitChanged', maximumAway: 0, by: '2001' }]);
  expect(floor.command('2001', 'leave.approve', { agentId: one })).toEqual({ refused: 'leaveLimitReached' });
  expect(floor.command('1001', 'leave.limits', {})).toEqual({
    result: { groups: [{ groupId: 'floor', name: 'Floor', maximumAway: 0, applied: 1, approved: 0, away: 0 }] },
  });
  expect(floor.command('1001', 'leave.limits', { groupIds: ['other' as GroupId] })).toMatchObject({
    refused: 'notPermitted',
  });
  floor.put({ type: 'configured', configuration: twoGroups });
  expect(floor.command('2001', 'leave.approve', { agentId: one })).toEqual({ refused: 'leaveLimitReached' });
  const groups = [{ id: floorGroup, name: 'Floor', leave: { ...rules, maximumAway: 2 } }, twoGroups.groups[1]!];
  floor.put({ type: 'configured', configuration: { ...twoGroups, groups } });
  expect(floor.command('2001', 'leave.approve', { agentId: one })).toEqual({ result: {} });
});

test('signing out, and a link lost too long, take the application along', () => {
  const floor = asked();
  floor.command('1001', 'agent.signOut', {});
  expect(floor.types).toEqual(['agent.loggedOff', 'leave.cancelled']);
  floor.command('1002', 'leave.apply', { reason: 'lunch' });
  floor.put({ type: 'sessionClosed', sessionId: sessionOf('1002'), agentId: two, how: 'lost' });
  expect(leave(floor, two)?.state, 'within the grace time it stands').toBe('applied');
  floor.wait(60_000);
  expect(leave(floor, two)?.state).toBe('null');
  expect([...floor.timers.keys()]).toEqual([]);
});

test('the supervisor goes, another comes: the list has what waits', () => {
  const floor = asked();
  floor.put({ type: 'sessionClosed', sessionId: sessionOf('2001'), agentId: '2001' as AgentId, how: 'lost' });
  expect(leave(floor)?.state).toBe('applied');
  floor.open('2001').open('3001');
  expect(floor.command('2001', 'leave.list', {})).toEqual({ result: { leavesOf: ['1001'] } });
  expect(floor.command('3001', 'leave.list', {})).toEqual({ result: { leavesOf: [] } });
  expect(floor.command('1001', 'leave.list', {})).toEqual({ refused: 'notPermitted' });
});

test('after a restart everything is as it was, and its time runs on', () => {
  const floor = asked().wait(20_000);
  floor.world = thawWorld(freezeWorld(floor.world));
  floor.timers.clear();
  floor.put({ type: 'recovered' });
  floor.wait(39_999);
  expect(leave(floor)?.state).toBe('applied');
  floor.wait(1);
  expect(floor.happened).toMatchObject([{ type: 'leave.expired', timeOut: 'undecided' }]);
});

test('a rest for another reason is not the leave', () => {
  const floor = asked();
  floor.command('1001', 'agent.setNotReady', { reason: 'training' });
  expect(leave(floor)?.state).toBe('applied');
  floor.command('2001', 'leave.approve', { agentId: one });
  expect(leave(floor)?.state).toBe('away');
  floor.command('1001', 'agent.setNotReady', { reason: 'training' });
  expect(floor.types).toEqual(['agent.notReady', 'leave.ended']);
});
