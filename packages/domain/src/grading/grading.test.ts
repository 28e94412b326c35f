// A customer is asked for a mark when his talk is over: keys, silence, and who leaves meanwhile.
import { expect, test } from 'vitest';
import type { Configuration } from '../configuration.ts';
import { createWorld } from '../configured.ts';
import { evolve } from '../evolve.ts';
import type { AgentId, CallId, ConnectionId } from '../ids.ts';
import { allowedMethods } from '../permissions/allowed.table.ts';
import { audienceOf } from '../permissions/audience.ts';
import { Floor } from '../support/floor.ts';
import { agent, sample } from '../support/sample.ts';

const callId = 'c' as CallId;
const talking = (configuration: Configuration = sample) =>
  new Floor(configuration).ready('1001').customer('c').answered('c.2').wait(5_000);
const grade = (floor: Floor, language: 'zh' | 'en' = 'en', by = '1001', id = callId) =>
  floor.command(by, 'call.grade', { callId: id, language });
const asked = () => {
  const floor = talking();
  grade(floor);
  return floor;
};
const press = (floor: Floor, digit: string, connectionId = 'c.1') =>
  floor.fact({ fact: 'digit', connectionId: connectionId as ConnectionId, digit });
const promptOver = (floor: Floor, step: number, id = 'c') =>
  floor.fact({ fact: 'playbackFinished', connectionId: `${id}.1` as ConnectionId, playId: `${id}.ivr${step}` });
const graded = (floor: Floor) =>
  floor.events.flatMap((event) => (event.type === 'call.graded' ? [[event.agentId, event.language, event.grade]] : []));
const recordedGrade = (floor: Floor) => {
  const last = floor.events.findLast(({ type }) => type === 'call.cleared');
  return last?.type === 'call.cleared' ? last.record.grade : undefined;
};

test('the agent leaves for his wrap-up, the customer is asked, gives a mark, is thanked, and the call ends', () => {
  const floor = talking();
  expect(grade(floor)).toEqual({ result: {} });
  expect(floor.types).toEqual([
    'call.gradingBegan',
    'call.connectionCleared',
    'agent.workingAfterCall',
    'call.enteredIvr',
  ]);
  expect(floor.wishes('clear')).toEqual([{ effect: 'clear', connectionId: 'c.2', cause: 'transferred' }]);
  expect(floor.wishes('play')).toMatchObject([{ connectionId: 'c.1', prompts: [{ name: 'grade' }] }]);
  expect(floor.connections('c')).toEqual(['013800000001:connected']);
  expect(floor.call('c')?.recordingId).toBeNull();
  press(floor, '3');
  expect(graded(floor)).toEqual([['1001', 'en', 3]]);
  const told = floor.happened.find(({ type }) => type === 'call.graded')!;
  expect(audienceOf(floor.world, told).agentIds).toEqual(['1001']);
  expect(floor.wishes('play')).toMatchObject([{ connectionId: 'c.1', prompts: [{ name: 'thanks' }] }]);
  promptOver(floor, floor.call('c')!.ivr!.step);
  expect(floor.call('c')).toBeUndefined();
  expect(floor.wishes('clear')).toEqual([{ effect: 'clear', connectionId: 'c.1', cause: 'normal' }]);
  expect(floor.happened.at(-1)).toMatchObject({
    type: 'call.cleared',
    record: { cause: 'normal', outcome: 'answered', talkMs: 5_000, grade: { agentId: '1001', grade: 3 } },
  });
  expect([...floor.timers.keys()]).toEqual(['wrapUp:1001']);
});

test('silence asks again, then there is no mark; a key that is none counts as an attempt', () => {
  const silent = asked().wait(5_000);
  promptOver(silent, 1).wait(5_000);
  expect(silent.call('c')?.ivr).toMatchObject({ node: 'ask', attempt: 2 });
  promptOver(silent, 2).wait(5_000);
  expect(graded(silent)).toEqual([['1001', 'en', null]]);
  expect(silent.call('c')?.ivr?.node).toBe('thanks');
  const wrong = press(press(asked(), '9'), '*');
  expect(graded(wrong)).toEqual([['1001', 'en', null]]);
  promptOver(wrong, wrong.call('c')!.ivr!.step);
  expect(recordedGrade(wrong)).toEqual({ agentId: '1001', grade: null });
});

test('a mark is given once', () => {
  const floor = press(press(asked(), '2'), '1');
  expect(graded(floor)).toEqual([['1001', 'en', 2]]);
  floor.cleared('c.1');
  expect(graded(floor)).toHaveLength(1);
  expect(recordedGrade(floor)).toEqual({ agentId: '1001', grade: 2 });
});

test('a customer who hangs up in the menu gives no mark; the agent is told so', () => {
  const floor = asked().cleared('c.1');
  expect(floor.types).toEqual(['call.connectionCleared', 'call.graded', 'call.leftIvr', 'call.cleared']);
  expect(recordedGrade(floor)).toEqual({ agentId: '1001', grade: null });
  expect([...floor.timers.keys()]).toEqual(['wrapUp:1001']);
});

test('a call that nobody wanted graded has no grade', () => {
  const floor = talking().cleared('c.1');
  expect(graded(floor)).toEqual([]);
  expect(recordedGrade(floor)).toBeNull();
});

test('a customer whom the agent called can be asked, too, and one who is on hold', () => {
  const floor = new Floor().ready('1001');
  floor.command('1001', 'call.make', { to: { kind: 'number', number: '01012345678' } });
  const id = floor.happened.flatMap((event) => (event.type === 'call.originated' ? [event.callId] : []))[0]!;
  floor.answered(`${id}.1`).answered(`${id}.2`);
  floor.command('1001', 'call.hold', { callId: id });
  expect(grade(floor, 'en', '1001', id)).toEqual({ result: {} });
  expect(floor.state('1001')).toBe('ready');
  press(floor, '1', `${id}.2`);
  expect(graded(floor)).toEqual([['1001', 'en', 1]]);
});

test('the next call may come while the customer is still being asked', () => {
  const floor = asked();
  floor.command('1001', 'agent.finishWrapUp', { state: 'ready' });
  floor.customer('d');
  expect(floor.connections('d')).toEqual(['013800000001:connected', '1001:initiated']);
  press(floor, '1');
  expect(
    audienceOf(
      floor.world,
      floor.happened.find(({ type }) => type === 'call.graded')!,
    ).agentIds,
  ).toEqual(['1001']);
});

test('an agent who signs out, or is no longer set up, leaves the mark behind', () => {
  const out = asked();
  out.command('1001', 'agent.signOut', {});
  press(out, '2').cleared('c.1');
  expect(recordedGrade(out)).toEqual({ agentId: '1001', grade: 2 });
  const gone = asked();
  gone.put({
    type: 'configured',
    configuration: { ...sample, agents: sample.agents.filter(({ id }) => id !== '1001') },
  });
  press(gone, '3').cleared('c.1');
  expect(recordedGrade(gone)).toEqual({ agentId: '1001', grade: 3 });
});

test('grading is switched off while a customer is asked: the call ends, without a mark', () => {
  const floor = asked();
  const { grading: _, ...tenant } = sample.tenant;
  floor.put({ type: 'configured', configuration: { ...sample, tenant } });
  floor.wait(200_000);
  expect(floor.call('c')).toBeUndefined();
  expect(recordedGrade(floor)).toEqual({ agentId: '1001', grade: null });
});

test('after a restart the customer is asked again', () => {
  const floor = asked();
  floor.world = floor.events.reduce((world, event) => (evolve(world, event), world), createWorld());
  floor.put({ type: 'recovered' });
  floor.fact({ fact: 'snapshot', connectionIds: ['c.1' as ConnectionId], deviceIds: [] });
  expect(floor.wishes('play')).toMatchObject([{ connectionId: 'c.1', prompts: [{ name: 'grade' }] }]);
  press(floor, '1');
  expect(graded(floor)).toEqual([['1001', 'en', 1]]);
});

test('a supervisor who listened is let go with the agent', () => {
  const floor = talking().open('2001').registered('8004');
  floor.command('2001', 'agent.signIn', { deviceId: '8004' as never });
  floor.command('2001', 'supervision.listen', { agentId: agent('1001') });
  floor.answered('c.3');
  grade(floor);
  expect(floor.types).toContain('supervision.ended');
  expect(floor.state('2001')).toBe('notReady');
});

const consulting = () => {
  const floor = talking().ready('1002');
  floor.command('1001', 'call.consult', { callId, to: { kind: 'agent', agentId: agent('1002') } });
  return floor.answered('c.3');
};
const internal = () => {
  const floor = new Floor().ready('1001', '1002');
  return floor.phone('c', '8001', '8002').answered('c.2');
};
const withGrading = (grading: Partial<NonNullable<Configuration['tenant']['grading']>> | null): Configuration => {
  const { grading: old, ...tenant } = sample.tenant;
  return {
    ...sample,
    tenant: grading === null || old === undefined ? tenant : { ...tenant, grading: { ...old, ...grading } },
  };
};

test.each<[what: string, floor: () => Floor, refused: string, by?: string]>([
  ['rings at him', () => new Floor().ready('1001').customer('c'), 'wrongCallState'],
  ['he consults about', consulting, 'wrongCallState'],
  ['he is consulted about', consulting, 'wrongCallState', '1002'],
  ['is with a colleague', internal, 'noCustomer'],
  ['is not his', () => talking().ready('1002'), 'notYourCall', '1002'],
  ['is already being graded', asked, 'notYourCall'],
  ['is over', () => talking().cleared('c.1'), 'unknownCall'],
  ['is of a tenant without grading', () => talking(withGrading(null)), 'gradingOff'],
  ['is of a tenant without prompts', () => talking(withGrading({ prompts: { zh: [], en: [] } })), 'gradingOff'],
])('a call that %s is not graded, and he may not try: %s', (_what, begin, refused, by = '1001') => {
  const floor = begin();
  expect(allowedMethods(floor.world, by as AgentId, callId)).not.toContain('call.grade');
  const before = floor.connections('c');
  expect(grade(floor, 'en', by)).toMatchObject({ refused });
  expect(floor.types).toEqual([]);
  expect(floor.connections('c')).toEqual(before);
});

test('a language without prompts is refused by its field; the call goes on', () => {
  const floor = talking();
  expect(floor.world.directory.gradingLanguages).toEqual(['en']);
  expect(grade(floor, 'zh')).toEqual({ refused: 'invalidParameter', field: 'language' });
  expect(grade(floor, 'constructor' as never)).toEqual({ refused: 'invalidParameter', field: 'language' });
  expect(floor.connections('c')).toEqual(['013800000001:connected', '1001:connected']);
  expect(allowedMethods(floor.world, agent('1001'), callId)).toContain('call.grade');
});

test('nobody is sent to the menu that asks by any other way', () => {
  const floor = talking();
  const to = { kind: 'ivr', ivrId: 'grading:en' as never } as const;
  expect(floor.command('1001', 'call.transfer', { callId, to })).toMatchObject({ refused: 'unknownIvr' });
});
