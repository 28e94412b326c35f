// Agents who call: a number outside, a colleague, a queue; what is refused; and what each command says in the wrong moment.
import type { AgentId, DeviceId, QueueId, Target } from '@cordboard/domain';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { Town } from '../support/call-centre.ts';
import { sales } from '../support/small-tenant.ts';

let town: Town;
beforeAll(async () => {
  town = await Town.open();
});
afterEach(() => town.tidyUp());
afterAll(() => town.close());

const outside: Target = { kind: 'number', number: '01065550100' };

test('his own phone rings first; then the number outside; the record says whom he called', async () => {
  const centre = await town.centre();
  const anna = await centre.agent('2001');
  const customer = centre.customer('01065550100');
  const { callId } = await anna.client.call('call.make', { to: outside, data: { ticket: '7' } });
  await centre.settled();
  expect(anna.agent.state).toBe('busy');
  expect(customer.calls).toEqual([]);
  await anna.phone.calls[0]!.answer();
  await centre.settled();
  expect(customer.calls.map(({ state }) => state)).toEqual(['ringing']);
  await centre.pass(4_000);
  await customer.calls[0]!.answer();
  await centre.pass(30_000);
  expect(anna.call).toMatchObject({ callId, kind: 'outbound', data: { ticket: '7' } });
  customer.calls[0]!.hangUp();
  await centre.settled();
  expect(anna.agent).toMatchObject({ state: 'ready', statistics: { callsMade: 1 } });
  expect(await centre.records()).toMatchObject([
    { callId, kind: 'outbound', dialled: '01065550100', outcome: 'answered', talkMs: 30_000, agentIds: ['2001'] },
  ]);
  await centre.expectNothingLeft();
});

test.each([
  ['busy', { kind: 'busy' }, 'busy'],
  ['rejects', { kind: 'rejects', afterMs: 1_000 }, 'rejected'],
  ['never answers', { kind: 'rings' }, 'noAnswer'],
] as const)('the number outside is %s: the call ends with that cause', async (_what, behaviour, cause) => {
  const centre = await town.centre();
  const anna = await centre.agent('2001', 'notReady');
  centre.customer('01065550100').behaviour = behaviour;
  await anna.client.call('call.make', { to: outside });
  const ended = anna.phone.calls[0]!.until('ended');
  // The answer to a call that is over at once is that it is over.
  await anna.phone.calls[0]!.answer().catch(() => {});
  await centre.pass(300_000);
  await ended;
  expect(await centre.records()).toMatchObject([{ cause, outcome: 'unanswered' }]);
  expect(anna.agent.state).toBe('notReady');
  await centre.expectNothingLeft();
});

test('he does not pick up his own phone: nobody is called', async () => {
  const centre = await town.centre();
  const anna = await centre.agent('2001');
  const customer = centre.customer('01065550100');
  await anna.client.call('call.make', { to: outside });
  await centre.pass(120_000);
  expect(customer.calls).toEqual([]);
  expect(anna.client.state.calls).toEqual([]);
  await centre.expectNothingLeft();
});

test('he calls a colleague, and a queue', async () => {
  const centre = await town.centre();
  const anna = await centre.agent('2001', 'notReady');
  const boris = await centre.agent('2002');
  for (const to of [
    { kind: 'agent', agentId: '2002' as AgentId },
    { kind: 'queue', queueId: sales },
  ] as const) {
    await anna.client.call('call.make', { to });
    await anna.phone.calls[0]!.answer();
    await centre.settled();
    expect(boris.call).toMatchObject({ kind: 'internal', from: { kind: 'agent', agentId: '2001' } });
    await boris.client.call('call.answer', { callId: boris.callId });
    await centre.settled();
    await boris.client.call('call.hangUp', { callId: boris.callId });
    await centre.settled();
    if (boris.agent.state === 'workingAfterCall') await boris.client.call('agent.finishWrapUp', {});
  }
  await centre.expectNothingLeft();
});

test('all outside lines are in use', async () => {
  const centre = await town.centre((same) => same, { outsideLines: 0 });
  const anna = await centre.agent('2001', 'notReady');
  centre.customer('01065550100');
  await anna.client.call('call.make', { to: outside });
  await anna.phone.calls[0]!.answer().catch(() => {});
  await centre.settled();
  const told = anna.heard.filter(({ type }) => type === 'call.connectionCleared' || type === 'call.cleared');
  expect(told).toMatchObject([
    { type: 'call.connectionCleared', party: { kind: 'outside', number: '01065550100' }, cause: 'trunksBusy' },
    { type: 'call.connectionCleared', party: { kind: 'agent', agentId: '2001' }, cause: 'trunksBusy' },
    { type: 'call.cleared', cause: 'trunksBusy' },
  ]);
  expect(await centre.records()).toMatchObject([{ cause: 'trunksBusy', outcome: 'unanswered' }]);
  expect(anna.agent.state).toBe('notReady');
});

test.each<[string, Target]>([
  ['numberNotAllowed', { kind: 'number', number: '13800138000' }],
  ['numberNotAllowed', { kind: 'number', number: '0106555*' }],
  ['numberInvalid', { kind: 'number', number: 'nobody' }],
  ['targetIsSelf', { kind: 'agent', agentId: '2001' as AgentId }],
  ['targetIsSelf', { kind: 'number', number: '8001' }],
  ['unknownAgent', { kind: 'agent', agentId: '2999' as AgentId }],
  ['targetNotSignedIn', { kind: 'agent', agentId: '2002' as AgentId }],
  ['unknownQueue', { kind: 'queue', queueId: 'nowhere' as QueueId }],
  ['unknownDevice', { kind: 'device', deviceId: '8999' as DeviceId }],
  ['deviceUnregistered', { kind: 'device', deviceId: '8007' as DeviceId }],
])('call.make is refused with %s: %j', async (refused, to) => {
  const centre = await town.centre();
  const anna = await centre.agent('2001');
  expect(await anna.refusal(anna.client.call('call.make', { to }))).toBe(refused);
  await centre.settled();
  expect(anna.phone.calls).toEqual([]);
  expect(anna.agent.state).toBe('ready');
});

test('the number shown is the tenant’s own, or one of those he is reached by; none at all is asked for', async () => {
  const centre = await town.centre((configuration) => ({
    ...configuration,
    tenant: { ...configuration.tenant, displayNumber: '' },
  }));
  const anna = await centre.agent('2001');
  const make = (params: object) => anna.refusal(anna.client.call('call.make', { to: outside, ...params }));
  expect(await make({ displayNumber: '110' })).toBe('displayNumberNotAllowed');
  expect(await make({})).toBe('displayNumberRequired');
  expect(anna.phone.calls).toEqual([]);
  expect(await make({ displayNumber: '4001' })).toBe('none');
  const customer = centre.customer('01065550100');
  await anna.phone.calls[0]!.answer();
  await centre.settled();
  expect(customer.calls.map(({ remoteUser }) => remoteUser)).toEqual(['4001']);
});

test('no call can be made before signing in, without a telephone, or with one that is not there', async () => {
  const centre = await town.centre();
  const anna = await centre.person('2001');
  const make = () => anna.refusal(anna.client.call('call.make', { to: outside }));
  expect(await make()).toBe('notSignedIn');
  await anna.client.call('agent.signIn', {});
  expect(await make()).toBe('deviceRequired');
  await anna.client.call('agent.signIn', { deviceId: '8001' });
  await anna.phone.unregister();
  expect(await make()).toBe('deviceUnregistered');
});

test('each command in each state of a call: done, or refused by name, and the call goes on', async () => {
  const centre = await town.centre();
  const anna = await centre.agent('2001');
  const customer = centre.customer('13800138000').call('4001');
  await centre.settled();
  const { callId } = anna;
  const ask = {
    answer: () => anna.refusal(anna.client.call('call.answer', { callId })),
    reject: () => anna.refusal(anna.client.call('call.reject', { callId })),
    hold: () => anna.refusal(anna.client.call('call.hold', { callId })),
    retrieve: () => anna.refusal(anna.client.call('call.retrieve', { callId })),
    mute: () => anna.refusal(anna.client.call('call.mute', { callId })),
    unmute: () => anna.refusal(anna.client.call('call.unmute', { callId })),
    digits: () => anna.refusal(anna.client.call('call.sendDigits', { callId, digits: '5' })),
    transfer: () => anna.refusal(anna.client.call('call.transfer', { callId, to: { kind: 'queue', queueId: sales } })),
    make: () => anna.refusal(anna.client.call('call.make', { to: outside })),
    signIn: () => anna.refusal(anna.client.call('agent.signIn', { deviceId: '8007' })),
    wrapUp: () => anna.refusal(anna.client.call('agent.finishWrapUp', {})),
  };
  const expectRefused = async (names: readonly (keyof typeof ask)[], refused: string): Promise<void> => {
    for (const name of names) expect([name, await ask[name]()]).toEqual([name, refused]);
  };
  // ringing
  await expectRefused(['hold', 'retrieve', 'mute', 'unmute', 'digits', 'transfer'], 'wrongCallState');
  await expectRefused(['make', 'signIn'], 'busyWithCall');
  await expectRefused(['wrapUp'], 'wrongAgentState');
  expect(await ask.answer()).toBe('none');
  await centre.settled();
  // talking
  await expectRefused(['answer', 'reject', 'retrieve', 'unmute'], 'wrongCallState');
  const digits: string[] = [];
  customer.onDigit((digit) => digits.push(digit));
  expect(await ask.digits()).toBe('none');
  expect(digits).toEqual(['5']);
  expect(await ask.mute()).toBe('none');
  await expectRefused(['mute'], 'wrongCallState');
  expect(await ask.hold()).toBe('none');
  await centre.settled();
  // on hold, muted
  await expectRefused(['answer', 'reject', 'hold', 'mute', 'digits'], 'wrongCallState');
  expect(await ask.unmute()).toBe('none');
  expect(await ask.retrieve()).toBe('none');
  expect(customer.state).toBe('connected');
  // over
  await anna.client.call('call.hangUp', { callId });
  await expectRefused(['answer', 'hold', 'transfer', 'mute'], 'unknownCall');
});

test('nobody can touch a colleague’s call', async () => {
  const centre = await town.centre();
  const anna = await centre.agent('2001');
  const boris = await centre.agent('2002');
  centre.customer('13800138000').call('4001');
  await centre.settled();
  const { callId } = anna;
  for (const method of ['call.answer', 'call.reject', 'call.hangUp', 'call.hold', 'call.mute'] as const) {
    expect(await boris.refusal(boris.client.call(method, { callId }))).toBe('notYourCall');
  }
  expect(await boris.refusal(boris.client.call('call.hangUp', { callId: 'no-such' }))).toBe('unknownCall');
  expect(anna.at).toBe('alerting');
});
