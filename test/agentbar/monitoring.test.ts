// Watching agents, queues and the day through the class AgentBar.
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import type { QueueProfile } from '@cordboard/domain';
import { BarFloor, type BarCentre, type TestBar } from '../support/agent-bar-floor.ts';
import { exercises } from '../support/exercises.ts';
import { withSales, withSupervision } from '../support/small-tenant.ts';

let floor: BarFloor;
beforeAll(async () => {
  floor = await BarFloor.open();
});
afterEach(() => floor.tidyUp());
afterAll(() => floor.close());

type Stage = BarCentre & { readonly anna: TestBar; readonly lena: TestBar };
const customerNumber = '13800138000';
const date = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/;
const aDate = expect.stringMatching(date) as string;

async function shift(sales: Partial<QueueProfile> = {}): Promise<Stage> {
  const made = await floor.centre((tenant) => withSales(withSupervision(tenant), sales));
  const anna = await made.agent('2001');
  const lena = await made.agent('2000', '6');
  return { ...made, anna, lena };
}

async function talking(): Promise<Stage> {
  const stage = await shift();
  stage.centre.customer(customerNumber).call('4001');
  await stage.centre.settled();
  await stage.anna.bar.DoAnswerAsync();
  await stage.centre.settled();
  return stage;
}

exercises(
  ['DoGetOnlineAgent', 'GetAgentOnlineEvent', 'JSGetAgentOnlineEvent', 'IsMonitorOfflineAgent', '-61', '-59'],
  'who is online: one, a group, everybody, with those who are offline or without',
  async () => {
    const { lena } = await talking();
    await lena.bar.DoGetOnlineAgentAsync('2001', 1);
    const anna = {
      agentgroup_name: 'Red',
      agentgroup_num: 'red',
      agentName: 'Anna',
      agentNum: '2001',
      agentStatus: '2',
      bindExten: 'true',
      flag: '0',
      roleNum: 'agent',
      status_change_time: aDate,
      customer_enter_channel: 'voice',
    };
    expect(await lena.hears('GetAgentOnlineEvent')).toEqual({ agent_online: [anna] });
    expect(await lena.hearsTwin('GetAgentOnlineEvent')).toEqual({ agent_online: [anna] });
    const listed = async (specificNum: string, numType: number): Promise<unknown[]> => {
      const { agent_online: agents } = await lena.bar.DoGetOnlineAgentAsync(specificNum, numType);
      return (agents as { agentNum: string; flag: string }[]).map(({ agentNum, flag }) => [agentNum, flag]);
    };
    expect(await listed('Red', 2)).toEqual([
      ['2000', '0'],
      ['2001', '0'],
    ]);
    expect(await listed('', 3)).toEqual([
      ['2000', '0'],
      ['2001', '0'],
    ]);
    expect(await listed('9999', 1)).toEqual([['9999', '-99']]);
    lena.bar.IsMonitorOfflineAgent = true;
    expect(await listed('Red', 2)).toEqual([
      ['2000', '0'],
      ['2001', '0'],
      ['2002', '-1'],
    ]);
    expect(await listed('', 3)).toHaveLength(5);
    await lena.bar.DoGetOnlineAgentAsync('Green', 2);
    await lena.bar.DoGetOnlineAgentAsync('', 1);
    await lena.bar.DoGetOnlineAgentAsync('', 4);
    expect(lena.codes).toEqual([-61, -59, -59]);
  },
);

exercises(
  ['DoGetAgentsMonitorInfo', 'GetAgentsMonitorInfoEvent', 'JSGetAgentsMonitorInfoEvent', 'AgentStatusChangeEvent'],
  'what some agents are at, with the words for groups and roles; changes are told from there',
  async () => {
    const { anna, lena, centre } = await shift();
    await lena.bar.DoGetAgentsMonitorInfoAsync('2001, 2003,9999');
    expect(await lena.hearsTwin('GetAgentsMonitorInfoEvent')).toMatchObject({
      agent_monitor_info: [
        { agentNum: '2001', agentStatus: '0', flag: '0' },
        { agentNum: '2003', agentStatus: '-1', flag: '-1' },
        { agentNum: '9999', agentStatus: '-2', flag: '-99' },
      ],
      current_time: aDate,
      group_list: { red: 'Red', blue: 'Blue' },
      role_list: { agent: 'Agent', lead: 'Lead', chief: 'Chief' },
    });
    await anna.bar.DoSetAgentDefineStatusAsync(6, 1);
    await centre.settled();
    expect(await lena.hears('AgentStatusChangeEvent')).toMatchObject({
      agent_num: '2001',
      old_status: '0',
      new_status: '6',
      is_bind_exten: true,
    });
  },
);

exercises(
  ['DoGetDetailCallInfo', 'GetDetailCallInfoEvent', 'JSGetDetailCallInfoEvent', '-21', '-49'],
  'a call in detail: who is in it, and who listens',
  async () => {
    const { anna, lena, centre, agent } = await talking();
    const max = await agent('2009', '6');
    await max.bar.DoListenAsync('2001');
    await centre.settled();
    await lena.bar.DoGetDetailCallInfoAsync('2001');
    expect(await lena.hearsTwin('GetDetailCallInfoEvent')).toMatchObject({
      targetAgentNum: '2001',
      call_type: 'CTI_CALL_TYPE_COMMON_CALL_IN',
      leg_info: [
        { leg_type: 'outside', number: customerNumber, direction: 'in', state: 'connected' },
        { leg_type: 'agent', number: '2001', name: 'Anna', queue_num: 'sales', answer_time: aDate },
      ],
      relation_info: [{ relation: 'eavesdrop', agent_num: '2009', target_num: '2001' }],
    });
    expect(await anna.bar.DoGetDetailCallInfoAsync('2000')).toMatchObject({ retCode: -21 });
    expect(await lena.bar.DoGetDetailCallInfoAsync('9999')).toMatchObject({ retCode: -49 });
  },
);

exercises(
  ['DoGetDetailCallInfo', 'GetDetailCallInfoEvent'],
  'a call in which somebody is asked shows who asks whom',
  async () => {
    const { anna, lena, agent, centre } = await talking();
    await agent('2002', '6');
    await anna.bar.DoConsultAsync('2002', false);
    await centre.settled();
    await lena.bar.DoGetDetailCallInfoAsync('2001');
    expect(await lena.hears('GetDetailCallInfoEvent')).toMatchObject({
      relation_info: [{ relation: 'consult', agent_num: '2001', target_num: '2002', state: 'ringing' }],
    });
  },
);

exercises(
  [
    'AddCustomerToQueueEvent',
    'UpdateCustomerOfQueueEvent',
    'DelCustomerFromQueueEvent',
    'DoGetCustomerOfQueue',
    'GetCustomerOfQueueEvent',
    'JSGetCustomerOfQueueEvent',
  ],
  'a customer comes, is listed, rings at an agent, and is served',
  async () => {
    const { lena, centre, agent } = await shift();
    centre.customer('13900139000').call('4001');
    await centre.settled();
    const customer = centre.customer(customerNumber);
    customer.call('4001');
    await centre.settled();
    const waiting = {
      call_type: 'CTI_CALL_TYPE_COMMON_CALL_IN',
      callcenter_num: '4001',
      customer_num: customerNumber,
      customer_status: 'waiting',
      customer_type: '0',
      enter_queue_time: aDate,
      exclusive_agent_num: '',
      exclusive_queue_num: '',
      queue_num: 'sales',
    };
    expect(await lena.hears('AddCustomerToQueueEvent')).toMatchObject({
      ...waiting,
      current_time: aDate,
      queue_name: 'sales',
      queue_customer_amount: '1',
      early_queue_enter_time: expect.stringMatching(/^\d{10}$/) as string,
      early_queue_enter_time_all: expect.stringMatching(/^\d{10}$/) as string,
      customer_enter_channel: 'voice',
    });
    await lena.bar.DoGetCustomerOfQueueAsync('sales');
    expect(await lena.hearsTwin('GetCustomerOfQueueEvent')).toMatchObject({
      queueNumLstStr: 'sales',
      current_time: aDate,
      customer_list: [{ ...waiting, orderID: '1', queue_name: 'sales', queue_customer_amount: '1' }],
    });
    const boris = await agent('2002');
    await centre.settled();
    expect(await lena.hears('UpdateCustomerOfQueueEvent')).toMatchObject({ ...waiting, customer_status: 'ringing' });
    await boris.bar.DoAnswerAsync();
    await centre.settled();
    const added = await lena.hears('AddCustomerToQueueEvent');
    expect(await lena.hears('DelCustomerFromQueueEvent')).toMatchObject({
      customer_uuid: added['customer_uuid'],
      queue_num: 'sales',
      current_time: aDate,
      reason: '1',
    });
  },
);

exercises(
  ['DelCustomerFromQueueEvent', 'QueueTransferBoundEvent'],
  'a customer hangs up, leaves by a key, waits too long and is sent outside, or finds too many',
  async () => {
    const outside = { kind: 'number', number: '01012345678' } as const;
    const { lena, anna, centre } = await shift({ maximumWaitMs: 20_000, overflow: outside, maximumWaiting: 1 });
    await anna.bar.DoSetAgentDefineStatusAsync(6, 1);
    const reasons = (): unknown[] =>
      lena.heard.filter(({ event }) => event === 'DelCustomerFromQueueEvent').map(({ args }) => args[5]);
    const calls = async (): Promise<ReturnType<ReturnType<typeof centre.customer>['call']>> => {
      const call = centre.customer(customerNumber).call('4001');
      await centre.settled();
      return call;
    };
    (await calls()).hangUp();
    await centre.settled();
    (await calls()).sendDigits('0');
    await centre.settled();
    await calls();
    await calls();
    await centre.pass(20_000);
    expect(reasons()).toEqual(['2', '3', '5', '4']);
    expect(await lena.hears('QueueTransferBoundEvent')).toMatchObject({
      agentID: '2000',
      customer_num: customerNumber,
      queue_num: 'sales',
      transfee_num: '01012345678',
      access_num: '4001',
      transfer_time: aDate,
    });
    expect(anna.names()).not.toContain('DelCustomerFromQueueEvent');
  },
);

exercises(
  ['DoGetCustomerOfMyQueue', 'GetCustomerOfMyQueueEvent', 'JSGetCustomerOfMyQueueEvent', '-48', '-42', '-21'],
  'an agent looks at the queues he serves, and at no others',
  async () => {
    const { anna, lena, centre, agent } = await shift();
    await anna.bar.DoSetAgentDefineStatusAsync(6, 1);
    centre.customer(customerNumber).call('4001');
    await centre.settled();
    await anna.bar.DoGetCustomerOfMyQueueAsync();
    const listed = {
      queueNumLstStr: 'sales',
      customer_list: [{ customer_num: customerNumber, wait_time: expect.stringMatching(/^\d+$/) as string }],
    };
    expect(await anna.hears('GetCustomerOfMyQueueEvent')).toMatchObject(listed);
    expect(await anna.hearsTwin('GetCustomerOfMyQueueEvent')).toMatchObject(listed);
    expect(await lena.bar.DoGetCustomerOfMyQueueAsync()).toMatchObject({ retCode: -48 });
    expect(await anna.bar.DoGetCustomerOfQueueAsync('reserve')).toMatchObject({ retCode: -21 });
    expect(await anna.bar.DoGetCustomerOfQueueAsync('nowhere')).toMatchObject({ retCode: -42 });
    expect(await agent('2003')).toBeDefined();
  },
);

exercises(
  [
    'DoGetQueueStatis',
    'GetQueueStatisLstEvent',
    'JSGetQueueStatisLstEvent',
    'DoGetAllQueueStatis',
    'GetAllQueueStatisEvent',
    'JSGetAllQueueStatisEvent',
  ],
  'the numbers of queues, field by field',
  async () => {
    const { anna, lena, centre, agent } = await talking();
    await (await agent('2002', '8')).bar.DoGetAgentDefineStatusAsync();
    centre.customer('13900139000').call('4001');
    await centre.settled();
    await lena.bar.DoGetQueueStatisAsync('sales');
    const sales = {
      agent_busy_amount: '0',
      agent_callout_amount: '1',
      agent_calling_amount: '0',
      agent_hold_amount: '0',
      agent_mute_amount: '0',
      agent_idle_amount: '0',
      agent_leave_amount: '0',
      agent_no_exten_amount: '0',
      agent_offline_amount: '0',
      agent_online_amount: '2',
      agent_post_treatment: '0',
      agent_ring_amount: '0',
      agent_talking_amount: '1',
      agentNumLstStr: '2001,2002',
      early_queue_enter_time: expect.stringMatching(/^\d{10}$/) as string,
      early_queue_enter_time_all: expect.stringMatching(/^\d{10}$/) as string,
      min_enter_queue_time: '',
      queue_name: 'sales',
      queue_num: 'sales',
      queue_wait_people_amount: '1',
    };
    const told = { queueNumLstStr: 'sales', current_time: aDate, queue_statis_list: [sales] };
    expect(await lena.hears('GetQueueStatisLstEvent')).toEqual(told);
    expect(await lena.hearsTwin('GetQueueStatisLstEvent')).toEqual(told);
    await anna.bar.DoHoldAsync();
    await centre.settled();
    const max = await agent('2009', '6');
    await max.bar.DoGetAllQueueStatisAsync();
    expect(await max.hearsTwin('GetAllQueueStatisEvent')).toMatchObject({
      current_time: aDate,
      queue_statis_list: [
        { queue_num: 'sales', agent_hold_amount: '1', agent_talking_amount: '0' },
        { queue_num: 'reserve', agent_offline_amount: '1', queue_wait_people_amount: '0' },
      ],
    });
    expect(await max.hears('GetAllQueueStatisEvent')).toMatchObject({ current_time: aDate });
  },
);

exercises(
  [
    'DoGetReportStatisInfo',
    'GetReportStatisInfoEvent',
    'JSGetReportStatisInfoEvent',
    'RefreshReportStatisInterval',
    '-21',
  ],
  'the numbers of the day, for who may see them',
  async () => {
    const { anna, lena, centre } = await talking();
    await anna.bar.DoHangUpAsync();
    centre.customer('13900139000').call('4002').hangUp();
    await centre.settled();
    lena.bar.RefreshReportStatisInterval = 0;
    await lena.bar.DoGetReportStatisInfoAsync();
    const told = {
      AgentID: '2000',
      retCode: 0,
      reportStatisInfo: {
        todayAbandon: '1',
        todayCallin: '2',
        todayCallinAnswer: '1',
        todayCallout: '0',
        todayCalloutAnswer: '0',
        todayEnterQueue: '2',
        todayEnterQueueOther: '0',
      },
    };
    expect(await lena.hears('GetReportStatisInfoEvent')).toMatchObject(told);
    expect(await lena.hearsTwin('GetReportStatisInfoEvent')).toMatchObject(told);
    expect(await anna.bar.DoGetReportStatisInfoAsync()).toMatchObject({ retCode: -21 });
    expect(await anna.hears('GetReportStatisInfoEvent')).toMatchObject({ retCode: -21, reportStatisInfo: {} });
  },
);
