// Calls through the class AgentBar: they ring, are answered, held, muted and ended, in and out and between colleagues.
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { BarFloor, type BarCentre, type TestBar } from '../support/agent-bar-floor.ts';
import { exercises } from '../support/exercises.ts';
import { importantNumber } from '../support/small-tenant.ts';

let floor: BarFloor;
beforeAll(async () => {
  floor = await BarFloor.open();
});
afterEach(() => floor.tidyUp());
afterAll(() => floor.close());

const number = '01065550100';

/** Anna talks with a customer of the queue. */
async function talking(): Promise<BarCentre & { readonly anna: TestBar }> {
  const made = await floor.centre();
  const anna = await made.agent('2001');
  made.centre.customer('13800138000').call('4001');
  await made.centre.settled();
  await anna.bar.DoAnswerAsync();
  await made.centre.settled();
  return { ...made, anna };
}

/** The parts of a text such as `a=b#c=d#;`. */
const parts = (text: unknown) =>
  Object.fromEntries([...String(text).matchAll(/([^#;=]+)=([^#;]*)#/g)].map((match) => [match[1] ?? '', match[2]]));

exercises(
  [
    'DoAnswer',
    'CallInEvent',
    'BridgeEvent',
    'DoHangUp',
    'HangupEvent',
    'GetCallStatus',
    'CallStatus.CALL_IN',
    'CallStatus.NO_CALL',
    'cuID',
    'Agent_Status.AGENT_STATUS_IDLE',
    'Agent_Status.AGENT_STATUS_CAMP_ON',
    'Agent_Status.AGENT_STATUS_RING',
    'Agent_Status.AGENT_STATUS_TALKING',
    'Agent_Status.AGENT_STATUS_ACW',
    'Agent_State.AGENT_STATUS_CAMP_ON',
    'Agent_State.AGENT_STATUS_TALKING_CUSTOMER',
    'hangupReason.NORMAL_CLEARING',
  ],
  'a customer from the queue rings, is answered and hung up',
  async () => {
    const { centre, agent } = await floor.centre();
    const anna = await agent('2001');
    centre.customer('13800138000').call('4001');
    await centre.settled();
    expect(await anna.hears('CallInEvent')).toMatchObject({ callerID: '13800138000', bNeedArea: true });
    expect(anna.bar.agentState).toBe('AGENT_STATUS_CAMP_ON');
    expect(anna.bar.GetCallStatus()).toBe(1);
    const callId = anna.bar.client?.state.calls[0]?.callId;
    expect(anna.bar.cuID).toBe(callId);
    expect(await anna.bar.DoAnswerAsync()).toMatchObject({ retCode: 0 });
    await centre.settled();
    expect(anna.names()).toContain('BridgeEvent');
    expect(anna.bar.agentState).toBe('AGENT_STATUS_TALKING_CUSTOMER');
    expect(await anna.bar.DoHangUpAsync()).toMatchObject({ retCode: 0 });
    await centre.settled();
    expect(await anna.hears('HangupEvent')).toEqual({ hangupReason: 'NORMAL_CLEARING', retCode: 0 });
    expect(anna.bar.GetCallStatus()).toBe(0);
    expect(anna.bar.cuID).toBe('');
    expect(anna.statuses()).toEqual(['0', '5', '1', '2', '4']);
    await centre.expectNothingLeft();
  },
);

exercises(['CallInEvent'], 'what comes with a call: who, where, what the menu collected', async () => {
  const { centre, agent } = await floor.centre();
  const anna = await agent('2001');
  const customer = centre.customer(importantNumber).call('4000');
  await centre.settled();
  customer.sendDigits('1');
  await centre.settled();
  customer.sendDigits('42#');
  await centre.pass(10_000);
  const { makeStr, callType, outExtraParamsFromIvr } = await anna.hears('CallInEvent');
  expect(String(makeStr)).toMatch(/^customer_num=.*#;$/);
  expect(parts(makeStr)).toMatchObject({
    customer_num: importantNumber,
    callcenter_num: '4000',
    access_num_name: 'Menu',
    agent_num: '2001',
    relation_uuid: anna.bar.cuID,
    cust_grade: '1',
  });
  expect(callType).toBe('CTI_CALL_TYPE_COMMON_CALL_IN');
  expect(JSON.parse(Buffer.from(String(outExtraParamsFromIvr), 'base64').toString())).toEqual({ account: '42' });
});

exercises(
  [
    'DoHold',
    'DoStopHold',
    'DoMute',
    'DoStopMute',
    'AgentStatusChangeEvent',
    'Agent_Status.AGENT_STATUS_HOLD',
    'Agent_Status.AGENT_STATUS_MUTE',
  ],
  'the customer is put on hold and taken off, the agent is muted and heard again',
  async () => {
    const { anna, centre } = await talking();
    const from = anna.statuses().length;
    for (const method of ['DoHoldAsync', 'DoStopHoldAsync', 'DoMuteAsync', 'DoStopMuteAsync'] as const) {
      expect(await anna.bar[method]()).toMatchObject({ retCode: 0 });
      await centre.settled();
    }
    expect(anna.statuses().slice(from)).toEqual(['3', '2', '11', '2']);
    expect(await anna.hears('AgentStatusChangeEvent')).toEqual({
      agent_num: '2001',
      old_status: '11',
      new_status: '2',
      is_bind_exten: true,
      customer_enter_channel: 'voice',
    });
  },
);

exercises(
  ['DoHold', 'DoHangUp', 'DoAnswer', 'DoTransferQueue', 'ServerResponse', '-24'],
  'without a call there is nothing to hold: false at once, and the code afterwards',
  async () => {
    const { agent, centre } = await floor.centre();
    const anna = await agent('2001');
    expect([anna.bar.DoHold(), anna.bar.DoHangUp(), anna.bar.DoAnswer(), anna.bar.DoTransferQueue('sales')]).toEqual([
      false,
      false,
      false,
      false,
    ]);
    expect(anna.codes).toEqual([]);
    await centre.settled();
    expect(anna.codes).toEqual([-24, -24, -24, -24]);
    expect(await anna.hears('ServerResponse')).toMatchObject({
      agentID: '2001',
      reason: "Not possible in the agent's present state.",
    });
  },
);

exercises(['DoConsultTransfer', '-24'], 'leaving the customer to nobody is refused by the server', async () => {
  const { anna, centre } = await talking();
  expect(anna.bar.DoConsultTransfer()).toBe(true);
  expect(await anna.hears('ServerResponse')).toMatchObject({ agentID: '2001', retCode: -24 });
  await centre.settled();
  expect(anna.codes).toEqual([-24]);
});

exercises(
  [
    'DoCallOut',
    'CallOutRingEvent',
    'CalloutHistory',
    'CallStatus.CALL_OUT',
    'SoftphoneAutoAnswer',
    'Agent_Status.AGENT_STATUS_CALLING_OUT',
    'Agent_State.AGENT_STATUS_ANSWER_CALLEE',
    'Agent_State.AGENT_STATUS_BRIDGE_CALLEE',
    'hangupReason.NORMAL_CLEARING',
  ],
  'a number outside is called: the own telephone answers by itself, it rings, and is answered',
  async () => {
    const { centre, agent } = await floor.centre();
    const anna = await agent('2001');
    const customer = centre.customer(number);
    anna.bar.SoftphoneAutoAnswer = true;
    expect(await anna.bar.DoCallOutAsync(number, '')).toMatchObject({ retCode: 0 });
    await centre.settled();
    await centre.settled();
    expect(await anna.hears('CallOutRingEvent')).toMatchObject({
      customerNum: number,
      callType: 'CTI_CALL_TYPE_MANUAL_CALL_OUT',
    });
    expect(anna.bar.GetCallStatus()).toBe(2);
    expect(anna.bar.agentState).toBe('AGENT_STATUS_ANSWER_CALLEE');
    await customer.calls[0]!.answer();
    await centre.settled();
    await centre.settled();
    expect(anna.bar.agentState).toBe('AGENT_STATUS_BRIDGE_CALLEE');
    customer.calls[0]!.hangUp();
    await centre.settled();
    expect(anna.names().slice(-3)).toEqual(['CallOutRingEvent', 'BridgeEvent', 'HangupEvent']);
    expect(anna.statuses()).toEqual(['0', '10', '2', '4']);
    expect(anna.bar.CalloutHistory).toEqual([number]);
  },
);

exercises(
  ['DoCallOutForeignId', 'CallOutRingEvent', 'DefaultAccessNum'],
  'the id that a page gives a customer comes back with the ring; the default number is shown',
  async () => {
    const { centre, agent } = await floor.centre();
    const anna = await agent('2001');
    const customer = centre.customer(number);
    anna.bar.DefaultAccessNum = '4001';
    expect(await anna.bar.DoCallOutForeignIdAsync(number, '', 'C-77')).toMatchObject({ retCode: 0 });
    await centre.settled();
    await anna.phone.calls[0]!.answer();
    await centre.settled();
    const { makeStr, callcenterNum } = await anna.hears('CallOutRingEvent');
    expect(String(makeStr)).toMatch(/^#customer_num_format_local=.*customerForeignId=C-77#;$/);
    expect(callcenterNum).toBe('4001');
    expect(customer.calls[0]!.remoteUser).toBe('4001');
  },
);

exercises(['DoCallOut', 'CalloutHistory'], 'what was called is kept, newest first, each once', async () => {
  const { centre, agent } = await floor.centre();
  const anna = await agent('2001');
  anna.bar.CalloutHistory = ['01065550101', number];
  await anna.bar.DoCallOutAsync(number);
  await centre.settled();
  expect(anna.bar.CalloutHistory).toEqual([number, '01065550101']);
});

exercises(
  ['DoCallOut', '-18', '-22', '-57', '-59', '-24'],
  'what cannot be called is said: nothing, a number that may not be shown, one that may not be called, no number, in the wrong state',
  async () => {
    const { centre, agent } = await floor.centre();
    const anna = await agent('2001');
    expect(anna.bar.DoCallOut('')).toBe(false);
    await anna.bar.DoCallOutAsync(number, '5000');
    await anna.bar.DoCallOutAsync('13800138000', '');
    await anna.bar.DoCallOutAsync('no number', '');
    await anna.bar.DoSetAgentDefineStatusAsync(6);
    await centre.settled();
    expect(anna.bar.DoCallOut(number)).toBe(false);
    await centre.settled();
    expect(anna.codes).toEqual([-18, -22, -57, -57, -24]);
    await anna.bar.DoConsultAsync('2002', 'perhaps');
    expect(anna.codes.at(-1)).toBe(-65);
    await anna.bar.DoCallAgentAsync('');
    expect(anna.codes.at(-1)).toBe(-59);
  },
);

exercises(
  ['AllGetwaysFullEvent', 'DoCallOut', 'HangupEvent', 'hangupReason.NORMAL_CIRCUIT_CONGESTION'],
  'all lines outside are taken',
  async () => {
    const { centre, agent } = await floor.centre(undefined, { outsideLines: 0 });
    const anna = await agent('2001');
    await anna.bar.DoCallOutAsync(number);
    await centre.settled();
    await anna.phone.calls[0]?.answer().catch(() => {});
    await centre.settled();
    expect(anna.names()).toContain('AllGetwaysFullEvent');
  },
);

exercises(
  [
    'DoCallAgent',
    'InternalCall_CallInEvent',
    'InternalCallerRingEvent',
    'BridgeEvent',
    'Agent_State.AGENT_STATUS_TALKING_INTERNAL',
  ],
  'a colleague is called: both hear of it, each in his part; afterwards both are idle',
  async () => {
    const { centre, agent } = await floor.centre();
    const [anna, boris] = [await agent('2001'), await agent('2002')];
    expect(await anna.bar.DoCallAgentAsync('2002')).toMatchObject({ retCode: 0 });
    await centre.settled();
    await anna.bar.DoAnswerAsync();
    await centre.settled();
    const callType = 'CTI_CALL_TYPE_INTERNAL_CALL';
    expect(await anna.hears('InternalCall_CallInEvent')).toEqual({ agentid: '2001', callerid: '2001', callType });
    expect(await boris.hears('InternalCallerRingEvent')).toEqual({ agentid: '2002', callerid: '2001', callType });
    await boris.bar.DoAnswerAsync();
    await centre.settled();
    expect([anna.bar.agentState, boris.bar.agentState]).toEqual(Array(2).fill('AGENT_STATUS_TALKING_INTERNAL'));
    expect([anna.names().at(-1), boris.names().at(-1)]).toEqual(['BridgeEvent', 'BridgeEvent']);
    await boris.bar.DoHangUpAsync();
    await centre.settled();
    expect([anna.statuses().at(-1), boris.statuses().at(-1)]).toEqual(['0', '0']);
  },
);

exercises(['SipAutoAnswer', 'BridgeEvent'], 'with SipAutoAnswer a call that rings is answered at once', async () => {
  const { centre, agent } = await floor.centre();
  const anna = await agent('2001');
  anna.bar.SipAutoAnswer = true;
  centre.customer('13800138000').call('4001');
  await centre.settled();
  await anna.hears('BridgeEvent');
  expect(
    anna
      .names()
      .filter((name) => name !== 'RecordStart')
      .slice(-2),
  ).toEqual(['CallInEvent', 'BridgeEvent']);
});

exercises(
  [
    'HangupEvent',
    'NoAnswerCallAlarmEvent',
    'hangupReason.NO_ANSWER',
    'DoGetNoAnswerCalls',
    'GetNoAnswerCallsEvent',
    'JSGetNoAnswerCallsEvent',
  ],
  'a call that nobody answers is missed, and can be looked up',
  async () => {
    const { centre, agent } = await floor.centre();
    const anna = await agent('2001');
    centre.customer('13800138000').call('4001');
    await centre.settled();
    await centre.pass(20_000);
    expect(await anna.hears('HangupEvent')).toMatchObject({ hangupReason: 'NO_ANSWER' });
    expect(anna.names().filter((name) => name === 'NoAnswerCallAlarmEvent')).toHaveLength(1);
    await anna.bar.DoGetNoAnswerCallsAsync();
    const { calls } = await anna.hears('GetNoAnswerCallsEvent');
    expect((calls as readonly string[]).map((call) => JSON.parse(call) as object)).toMatchObject([
      { number: '13800138000', cause: 'noAnswer' },
    ]);
    expect(await anna.hearsTwin('GetNoAnswerCallsEvent')).toEqual({ AgentID: '2001', calls });
  },
);

exercises(
  ['DoHangUp', 'HangupEvent', 'hangupReason.CALL_REJECTED', 'hangupReason.ORIGINATOR_CANCEL'],
  'a call that rings is refused by the agent, or given up by the caller',
  async () => {
    const { centre, agent } = await floor.centre();
    const anna = await agent('2001');
    const first = centre.customer('13800138000').call('4001');
    await centre.settled();
    await anna.bar.DoHangUpAsync();
    await centre.settled();
    expect(await anna.hears('HangupEvent')).toMatchObject({ hangupReason: 'CALL_REJECTED' });
    first.hangUp();
    await centre.pass(15_000);
    const second = centre.customer('13800138001').call('4001');
    await centre.settled();
    second.hangUp();
    await centre.settled();
    expect(await anna.hears('HangupEvent')).toMatchObject({ hangupReason: 'ORIGINATOR_CANCEL' });
  },
);

exercises(
  ['DoCallOut', 'DoCallAgent', '-26', '-29', '-31', '-33', '-35'],
  'why the agent himself cannot call',
  async () => {
    const { agent, centre, page } = await floor.centre();
    const early = await page('2003');
    await early.bar.DoConnectAsync();
    expect(await early.bar.DoCallAgentAsync('2001')).toMatchObject({ retCode: -29 });
    const anna = await agent('2001');
    await anna.phone.unregister();
    await centre.settled();
    expect(await anna.bar.DoCallOutAsync(number)).toMatchObject({ retCode: -26 });
    expect(await anna.bar.DoCallAgentAsync('2002')).toMatchObject({ retCode: -35 });
    const boris = await page('2002');
    boris.bar.BindExten = false;
    await boris.signsIn('8');
    expect(await boris.bar.DoCallOutAsync(number)).toMatchObject({ retCode: -25 });
    expect(await boris.bar.DoCallAgentAsync('2001')).toMatchObject({ retCode: -33 });
    const clara = await early.signsIn();
    await clara.bar.DoCallOutAsync(number);
    await centre.settled();
    expect(await clara.bar.DoCallAgentAsync('2001')).toMatchObject({ retCode: -31 });
  },
);

exercises(['HangupEvent', 'hangupReason.NO_USER_RESPONSE'], 'the one who is called is busy', async () => {
  const { agent, centre } = await floor.centre();
  const anna = await agent('2001');
  centre.customer(number).behaviour = { kind: 'busy' };
  await anna.bar.DoCallOutAsync(number);
  await centre.settled();
  await anna.phone.calls[0]!.answer().catch(() => {});
  await centre.settled();
  expect(await anna.hears('HangupEvent')).toMatchObject({ hangupReason: 'NO_USER_RESPONSE' });
});

exercises(['DoCallAgent', '-28', '-30', '-32', '-34', '-36'], 'why a colleague cannot be called', async () => {
  const { agent, centre, page } = await floor.centre();
  const anna = await agent('2001');
  const calling = async (agentId: string): Promise<number> => (await anna.bar.DoCallAgentAsync(agentId)).retCode;
  expect(await calling('2001')).toBe(-28);
  expect(await calling('2777')).toBe(-30);
  expect(await calling('2002')).toBe(-30);
  const boris = await page('2002');
  boris.bar.BindExten = false;
  await boris.signsIn();
  expect(await calling('2002')).toBe(-34);
  const clara = await agent('2003');
  await clara.phone.unregister();
  await centre.settled();
  expect(await calling('2003')).toBe(-36);
  const max = await agent('2009');
  await max.bar.DoCallOutAsync(number);
  await centre.settled();
  expect(await calling('2009')).toBe(-32);
});

exercises(['DoCallOut', '-19'], 'where no number is shown by itself, one must be given', async () => {
  const { agent } = await floor.centre((configuration) => ({
    ...configuration,
    tenant: { ...configuration.tenant, displayNumber: '' },
  }));
  const anna = await agent('2001');
  expect(await anna.bar.DoCallOutAsync(number, '')).toMatchObject({ retCode: -19 });
  expect(await anna.bar.DoCallOutAsync(number, '4001')).toMatchObject({ retCode: 0 });
});

exercises(
  ['CallInEvent', 'CallOutRingEvent'],
  'where the number of the customer belongs, and how it is written',
  async () => {
    const { centre, agent } = await floor.centre((configuration) => ({
      ...configuration,
      tenant: { ...configuration.tenant, place: { country: 'CN', areaCode: '512' } },
    }));
    const anna = await agent('2001');
    const caller = centre.customer('051265551234').call('4001');
    await centre.settled();
    expect(parts((await anna.hears('CallInEvent'))['makeStr'])).toMatchObject({
      area_id: '512',
      area_name: '江苏-苏州',
      customer_num_format_local: '65551234',
      customer_num_format_national: '051265551234',
      customer_num_format_e164: '+8651265551234',
      customer_num_phone_type: 'fixed_line',
    });
    caller.hangUp();
    await centre.settled();
    centre.customer('013800138000');
    anna.bar.SoftphoneAutoAnswer = true;
    await anna.bar.DoCallOutAsync('013800138000');
    const { makeStr } = await anna.hears('CallOutRingEvent');
    expect(parts(makeStr)).toMatchObject({ customer_num_phone_type: 'mobile' });
  },
);
