// The link of a program drops in the middle of what involves others: the call goes on as it is, and who comes back finds what happened meanwhile.
import type { AgentId } from '@cordboard/domain';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { Town, type CallCentre, type Person, type TelephoneCall } from '../support/call-centre.ts';
import { withSupervision } from '../support/small-tenant.ts';
import { until } from '../support/until.ts';

let town: Town;
beforeAll(async () => {
  town = await Town.open();
});
afterEach(() => town.tidyUp());
afterAll(() => town.close());

const toBoris = { kind: 'agent', agentId: '2002' as AgentId } as const;
const toAnna = { agentId: '2001' as AgentId };

type Stage = { readonly centre: CallCentre; readonly anna: Person; readonly customer: TelephoneCall };

async function talking(): Promise<Stage> {
  const centre = await town.centre(withSupervision);
  const anna = await centre.agent('2001');
  const customer = centre.customer('13800138000').call('4001');
  await centre.settled();
  await anna.client.call('call.answer', { callId: anna.callId });
  await centre.pass(5_000);
  return { centre, anna, customer };
}

async function drops(centre: CallCentre, person: Person): Promise<void> {
  const closed = async (): Promise<number> =>
    (await centre.journal()).filter(({ type }) => type === 'session.closed').length;
  const before = await closed();
  await person.loseLink();
  await until('the server has noticed', async () => (await closed()) > before);
}

test.each(['call.consult', 'call.invite'] as const)(
  '%s: the one asked answers while the asker is away',
  async (method) => {
    const { centre, anna } = await talking();
    const boris = await centre.agent('2002', 'notReady');
    const { callId } = anna;
    await anna.client.call(method, { callId, to: toBoris });
    await centre.settled();
    await drops(centre, anna);
    await boris.client.call('call.answer', { callId });
    await centre.pass(2_000);
    await anna.comeBack();
    await centre.settled();
    const state = method === 'call.consult' ? 'consulting' : 'conference';
    expect(anna.call.consultation).toMatchObject({ state });
    await anna.client.call('call.endConsultation', { callId });
    await centre.settled();
    expect(anna.at).toBe('connected');
    expect(boris.at).toBeNull();
  },
);

test('the one asked hangs up, and the customer too, while the asker is away', async () => {
  const { centre, anna, customer } = await talking();
  const boris = await centre.agent('2002', 'notReady');
  const { callId } = anna;
  await anna.client.call('call.consult', { callId, to: toBoris });
  await centre.settled();
  await boris.client.call('call.answer', { callId });
  await centre.settled();
  await drops(centre, anna);
  await boris.client.call('call.hangUp', { callId });
  await centre.pass(1_000);
  customer.hangUp();
  await centre.pass(1_000);
  await anna.comeBack();
  await centre.settled();
  expect(anna.client.state.calls).toEqual([]);
  expect(anna.agent.state).toBe('workingAfterCall');
  expect(anna.types().filter((type) => type === 'call.cleared')).toHaveLength(1);
  await centre.expectNothingLeft();
});

test.each(['listen', 'whisper', 'bargeIn'] as const)(
  'supervision.%s: the supervisor is away, and the call ends meanwhile',
  async (mode) => {
    const { centre, anna, customer } = await talking();
    const lena = await centre.agent('2000', 'notReady');
    lena.phone.behaviour = { kind: 'answers', afterMs: 0 };
    await lena.client.call(`supervision.${mode}`, toAnna);
    await centre.settled();
    expect(lena.client.state.supervision).toMatchObject({ mode, watchedId: '2001' });
    await drops(centre, lena);
    customer.hangUp();
    await centre.pass(1_000);
    await lena.comeBack();
    await centre.settled();
    expect(lena.client.state.supervision).toBeNull();
    expect(lena.phone.calls).toEqual([]);
    expect(anna.agent.state).toBe('workingAfterCall');
  },
);

test('the supervisor comes back to the call he is still at', async () => {
  const { centre } = await talking();
  const lena = await centre.agent('2000', 'notReady');
  lena.phone.behaviour = { kind: 'answers', afterMs: 0 };
  await lena.client.call('supervision.listen', toAnna);
  await centre.settled();
  await drops(centre, lena);
  await lena.comeBack();
  await centre.settled();
  expect(lena.client.state.supervision).toMatchObject({ mode: 'listen', watchedId: '2001' });
  await lena.client.call('supervision.switchTo', { mode: 'whisper' });
  await lena.client.call('supervision.end');
  await centre.settled();
  expect(lena.client.state.supervision).toBeNull();
});
