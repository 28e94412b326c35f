// Consultation, transfer and three-way through the class AgentBar: what each of the three pages hears.
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { BarFloor, type BarCentre, type TestBar } from '../support/agent-bar-floor.ts';
import { exercises } from '../support/exercises.ts';
import { menuInEnglish } from '../support/small-tenant.ts';

let floor: BarFloor;
beforeAll(async () => {
  floor = await BarFloor.open();
});
afterEach(() => floor.tidyUp());
afterAll(() => floor.close());

type Stage = BarCentre & { readonly anna: TestBar; readonly boris: TestBar };
const customerNumber = '13800138000';

/** Anna talks with a customer; Boris is busy otherwise, and can be asked. */
async function talking(): Promise<Stage> {
  const made = await floor.centre();
  const anna = await made.agent('2001');
  const boris = await made.agent('2002', '6');
  made.centre.customer(customerNumber).call('4001');
  await made.centre.settled();
  await anna.bar.DoAnswerAsync();
  await made.centre.settled();
  return { ...made, anna, boris };
}

async function consulting(): Promise<Stage> {
  const stage = await talking();
  expect(await stage.anna.bar.DoConsultAsync('2002', false)).toMatchObject({ retCode: 0 });
  await stage.centre.settled();
  await stage.boris.bar.DoAnswerAsync();
  await stage.centre.settled();
  return stage;
}

const aboutTheCustomer = {
  agentID: '2002',
  customerNum: customerNumber,
  callcenterNum: '4001',
  callType: 'CTI_CALL_TYPE_COMMON_CALL_IN',
  custGrade: '0',
};

exercises(
  [
    'DoConsult',
    'ConsultCallInEvent',
    'BridgeEvent',
    'AgentExten',
    'Agent_State.AGENT_STATUS_CONSULTING',
    'Agent_State.AGENT_STATUS_TALKING_CONSULT',
    'Agent_State.AGENT_STATUS_ANSWER_CONSULT',
  ],
  'a colleague is asked: he hears who asks and about whom; both hear that they are through',
  async () => {
    const { anna, boris, centre } = await talking();
    await anna.bar.DoConsultAsync('2002', false);
    await centre.settled();
    expect(anna.bar.agentState).toBe('AGENT_STATUS_CONSULTING');
    expect(await boris.hears('ConsultCallInEvent')).toMatchObject({ ...aboutTheCustomer, consulterAgentNum: '2001' });
    const from = anna.names().length;
    await boris.bar.DoAnswerAsync();
    await centre.settled();
    expect(anna.names().slice(from)).toEqual(['BridgeEvent']);
    expect(boris.names().at(-1)).toBe('BridgeEvent');
    expect(anna.bar.agentState).toBe('AGENT_STATUS_TALKING_CONSULT');
    expect(boris.bar.agentState).toBe('AGENT_STATUS_ANSWER_CONSULT');
  },
);

exercises(
  ['DoStopConsult', 'ConsulteeHangupEvent', 'Agent_State.AGENT_STATUS_TALKING_CUSTOMER'],
  'the asking is ended: back with the customer',
  async () => {
    const { anna, boris, centre } = await consulting();
    expect(await anna.bar.DoStopConsultAsync()).toMatchObject({ retCode: 0 });
    await centre.settled();
    expect(await anna.hears('ConsulteeHangupEvent')).toMatchObject({ agentid: '2001' });
    expect(boris.names().at(-1)).toBe('HangupEvent');
    expect(anna.bar.agentState).toBe('AGENT_STATUS_TALKING_CUSTOMER');
  },
);

exercises(['ConsulteeHangupEvent', 'hangupReason.CALL_REJECTED'], 'the one who is asked does not want to', async () => {
  const { anna, boris, centre } = await talking();
  await anna.bar.DoConsultAsync('2002', false);
  await centre.settled();
  await boris.bar.DoHangUpAsync();
  await centre.settled();
  expect(await anna.hears('ConsulteeHangupEvent')).toEqual({ agentid: '2001', hangupReason: 'CALL_REJECTED' });
});

exercises(
  ['DoConsultTransfer', 'HangupEvent', 'hangupReason.NO_ROUTE_DESTINATION'],
  'the customer is left to the one who was asked',
  async () => {
    const { anna, boris, centre } = await consulting();
    expect(await anna.bar.DoConsultTransferAsync()).toMatchObject({ retCode: 0 });
    await centre.settled();
    expect(await anna.hears('HangupEvent')).toMatchObject({ hangupReason: 'NO_ROUTE_DESTINATION' });
    expect(boris.bar.agentState).toBe('AGENT_STATUS_TALKING_CUSTOMER');
  },
);

exercises(
  ['DoThreeWay', 'Agent_State.AGENT_STATUS_TALKING_THREEWAY', 'DoThreeWayCancel', 'ThreeWayeeHangupEvent'],
  'the one who is asked joins the conversation, and is let go',
  async () => {
    const { anna, boris, centre } = await consulting();
    expect(await anna.bar.DoThreeWayAsync('2002', false)).toMatchObject({ retCode: 0 });
    await centre.settled();
    expect([anna.bar.agentState, boris.bar.agentState]).toEqual(Array(2).fill('AGENT_STATUS_TALKING_THREEWAY'));
    expect(await anna.bar.DoThreeWayCancelAsync()).toMatchObject({ retCode: 0 });
    await centre.settled();
    expect(await anna.hears('ThreeWayeeHangupEvent')).toMatchObject({ agentid: '2001' });
  },
);

exercises(
  [
    'DoThreeWay',
    'ThreeWayCallRingEvent',
    'BridgeEvent',
    'Agent_State.AGENT_STATUS_THREEWAYTING',
    'ThreeWayeeHangupEvent',
  ],
  'a colleague is called into the conversation straight away, and leaves it',
  async () => {
    const { anna, boris, centre } = await talking();
    expect(await anna.bar.DoThreeWayAsync('2002', false)).toMatchObject({ retCode: 0 });
    await centre.settled();
    expect(anna.bar.agentState).toBe('AGENT_STATUS_THREEWAYTING');
    expect(await boris.hears('ThreeWayCallRingEvent')).toMatchObject({ ...aboutTheCustomer, callerAgentNum: '2001' });
    await boris.bar.DoAnswerAsync();
    await centre.settled();
    expect(anna.names().at(-1)).toBe('BridgeEvent');
    await boris.bar.DoHangUpAsync();
    await centre.settled();
    expect(await anna.hears('ThreeWayeeHangupEvent')).toMatchObject({ agentid: '2001' });
  },
);

exercises(['DoConsult'], 'a number outside is asked', async () => {
  const { anna, centre } = await talking();
  const outside = centre.customer('01065550100');
  expect(await anna.bar.DoConsultAsync('01065550100', true)).toMatchObject({ retCode: 0 });
  await centre.settled();
  expect(outside.calls).toHaveLength(1);
});

exercises(
  ['DoTransferAgent', 'TransferBlindCallInEvent', 'HangupEvent', 'hangupReason.NO_ROUTE_DESTINATION'],
  'a call is sent to a colleague: he hears who sent it, and about whom',
  async () => {
    const { anna, boris, centre } = await talking();
    expect(await anna.bar.DoTransferAgentAsync('2002', 'false')).toMatchObject({ retCode: 0 });
    await centre.settled();
    expect(await anna.hears('HangupEvent')).toMatchObject({ hangupReason: 'NO_ROUTE_DESTINATION' });
    expect(await boris.hears('TransferBlindCallInEvent')).toMatchObject({
      ...aboutTheCustomer,
      consulterAgentNum: '2001',
    });
  },
);

exercises(
  ['DoTransferAgent', 'DoTransferQueue', 'DoTransferIvr'],
  'a call is sent outside, to a queue, to a menu',
  async () => {
    const outside = await talking();
    const customer = outside.centre.customer('01065550100');
    expect(await outside.anna.bar.DoTransferAgentAsync('01065550100', 'true')).toMatchObject({ retCode: 0 });
    await outside.centre.settled();
    expect(customer.calls).toHaveLength(1);
    const queue = await talking();
    expect(await queue.anna.bar.DoTransferQueueAsync('reserve')).toMatchObject({ retCode: 0 });
    const ivr = await talking();
    expect(await ivr.anna.bar.DoTransferIvrAsync('menu')).toMatchObject({ retCode: 0 });
  },
);

exercises(
  [
    'DoTransferAgent',
    'DoTransferQueue',
    'DoTransferIvr',
    'DoConsult',
    '-28',
    '-39',
    '-40',
    '-41',
    '-42',
    '-49',
    '-65',
    '-66',
    '-25',
  ],
  'whereto a call cannot be sent',
  async () => {
    const { anna } = await talking();
    const { bar } = anna;
    const tries: readonly [Promise<{ readonly retCode: number }>, number][] = [
      [bar.DoTransferAgentAsync('2001', 'false'), -28],
      [bar.DoTransferAgentAsync('2777', 'false'), -49],
      [bar.DoTransferAgentAsync('2002', ''), -65],
      [bar.DoTransferAgentAsync('', 'true'), -66],
      [bar.DoTransferAgentAsync('', 'false'), -59],
      [bar.DoTransferIvrAsync(''), -39],
      [bar.DoTransferIvrAsync('nowhere'), -40],
      [bar.DoTransferQueueAsync(''), -41],
      [bar.DoTransferQueueAsync('nobody'), -42],
      [bar.DoConsultAsync('2001', false), -28],
    ];
    for (const [asked, code] of tries) expect(await asked).toMatchObject({ retCode: code });
    bar.AgentExten = '';
    expect(await bar.DoConsultAsync('2002', false)).toMatchObject({ retCode: -25 });
  },
);

exercises(
  ['DoTransferIvrProfile', '-63', '-64'],
  'a call is sent to a voice menu with presets; none, and one that does not exist',
  async () => {
    const { anna, centre } = await talking();
    expect(await anna.bar.DoTransferIvrProfileAsync('')).toMatchObject({ retCode: -63 });
    expect(await anna.bar.DoTransferIvrProfileAsync('nowhere')).toMatchObject({ retCode: -64 });
    expect(await anna.bar.DoTransferlvrProfileAsync(menuInEnglish)).toMatchObject({ retCode: 0 });
    await centre.settled();
    await anna.hears('HangupEvent');
  },
);

exercises(
  ['DoConsult', 'DoThreeWay', 'DoTransferAgent', '-27', '-34', '-36', '-49'],
  'why a colleague cannot be asked',
  async () => {
    const { anna, centre, page } = await talking();
    expect(await anna.bar.DoConsultAsync('2003', false)).toMatchObject({ retCode: -49 });
    const clara = await page('2003');
    clara.bar.BindExten = false;
    await clara.signsIn();
    expect(await anna.bar.DoThreeWayAsync('2003', false)).toMatchObject({ retCode: -34 });
    const max = await (await page('2009')).signsIn();
    await max.bar.DoCallOutAsync('01065550100');
    await centre.settled();
    expect(await anna.bar.DoTransferAgentAsync('2009', 'false')).toMatchObject({ retCode: -27 });
    await max.bar.DoHangUpAsync();
    await max.phone.unregister();
    await centre.settled();
    expect(await anna.bar.DoTransferAgentAsync('2009', 'false')).toMatchObject({ retCode: -36 });
  },
);
