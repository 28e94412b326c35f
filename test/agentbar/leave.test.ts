// Leaves through the class AgentBar: an agent asks to be away, his supervisors decide, and both hear what comes of it.
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import type { Configuration } from '@cordboard/domain';
import { BarFloor } from '../support/agent-bar-floor.ts';
import { exercises } from '../support/exercises.ts';
import { red } from '../support/small-tenant.ts';
import { until } from '../support/until.ts';

let floor: BarFloor;
beforeAll(async () => {
  floor = await BarFloor.open();
});
afterEach(() => floor.tidyUp());
afterAll(() => floor.close());

const rules = { maximumAway: 1, decideWithinMs: 60_000, beginWithinMs: 120_000 };
const limited = (tenant: Configuration): Configuration => ({
  ...tenant,
  groups: tenant.groups.map((group) => (group.id === red ? { ...group, leave: rules } : group)),
});

/** Anna may ask, Lena may decide on her, Clara is of another group. */
async function shift() {
  const made = await floor.centre(limited);
  const anna = await made.agent('2001');
  const lena = await made.agent('2000', '6');
  return { ...made, anna, lena };
}

exercises(
  [
    'DoApplyChangeStatus',
    'ApplyChangeStatusEvent',
    'ApplyChangeStatusDistributeEvent',
    'DoApplyApproval',
    'ApproveChangeStatusDistributeEvent',
    'DoGetChangeStatusApplyList',
    'GetChangeStatusApplyListEvent',
    'JSGetChangeStatusApplyListEvent',
    'Agent_Status.AGENT_STATUS_LEAVE',
  ],
  'an application is told to both, listed, approved, and begins',
  async () => {
    const { anna, lena, centre } = await shift();
    expect(await anna.bar.DoApplyChangeStatusAsync('7')).toMatchObject({ retCode: 0 });
    expect(await anna.hears('ApplyChangeStatusEvent')).toEqual({ agentID: '2001', retCode: 0, reason: '' });
    await centre.settled();
    const application = {
      apply_agentid: '2001',
      targetStatus: '7',
      apply_agentName: 'Anna',
      apply_agent_groupID: 'red',
      apply_agent_groupName: 'Red',
      applyType: '1',
      retCode: 0,
    };
    expect(await lena.hears('ApplyChangeStatusDistributeEvent')).toMatchObject({ AgentID: '2000', ...application });
    expect(await anna.hears('ApplyChangeStatusDistributeEvent')).toMatchObject({ AgentID: '2001', ...application });
    await lena.bar.DoGetChangeStatusApplyListAsync('7');
    expect(await lena.hearsTwin('GetChangeStatusApplyListEvent')).toMatchObject({
      agentID: '2000',
      apply_agent_list: [{ apply_agentid: '2001', apply_state: 'applied' }],
      retCode: 0,
    });
    expect(await lena.bar.DoApplyApprovalAsync('2001', '7', '1')).toMatchObject({ retCode: 0 });
    await centre.settled();
    const decision = { apply_agentid: '2001', apply_agent_groupID: 'red', approveResult: '1', retCode: 0 };
    expect(await anna.hears('ApproveChangeStatusDistributeEvent')).toMatchObject({ AgentID: '2001', ...decision });
    expect(await lena.hears('ApproveChangeStatusDistributeEvent')).toMatchObject({ AgentID: '2000', ...decision });
    expect(anna.statuses().at(-1)).toBe('7');
  },
);

exercises(
  ['DoApplyApproval', 'ApproveChangeStatusDistributeEvent', '-75', '-76', '-73', '-74'],
  'a refusal; deciding twice, on nobody, without a decision',
  async () => {
    const { anna, lena, centre } = await shift();
    await anna.bar.DoApplyChangeStatusAsync('7');
    expect(await lena.bar.DoApplyApprovalAsync('2001', '7', '0')).toMatchObject({ retCode: 0 });
    await centre.settled();
    expect(await anna.hears('ApproveChangeStatusDistributeEvent')).toMatchObject({ approveResult: '0' });
    expect(await lena.bar.DoApplyApprovalAsync('2001', '7', '1')).toMatchObject({ retCode: -75 });
    expect(await lena.bar.DoApplyApprovalAsync('2002', '7', '1')).toMatchObject({ retCode: -76 });
    expect(lena.bar.DoApplyApproval('', '7', '1')).toBe(false);
    expect(lena.bar.DoApplyApproval('2001', '7', '')).toBe(false);
    await centre.settled();
    expect(lena.codes.slice(-2)).toEqual([-73, -74]);
  },
);

exercises(
  ['DoCancelApplication', 'tsbCancelApplication', 'ApplyChangeStatusCancelEvent'],
  'an application is taken back, by the method and by the button',
  async () => {
    const { anna, lena, centre } = await shift();
    await anna.bar.DoApplyChangeStatusAsync('7');
    expect(await anna.bar.DoCancelApplicationAsync()).toMatchObject({ retCode: 0 });
    await centre.settled();
    const taken = { apply_agentid: '2001', targetStatus: '7', retCode: 0 };
    expect(await lena.hears('ApplyChangeStatusCancelEvent')).toMatchObject({ agentID: '2000', ...taken });
    expect(await anna.hears('ApplyChangeStatusCancelEvent')).toMatchObject({ agentID: '2001', ...taken });
    await anna.bar.DoApplyChangeStatusAsync('7');
    await centre.settled();
    expect(await anna.bar.DoClickAgentBarButtonByNameAsync('tsbCancelApplication')).toMatchObject({ retCode: 0 });
    await centre.settled();
    expect(lena.names().filter((name) => name === 'ApplyChangeStatusCancelEvent')).toHaveLength(2);
  },
);

exercises(
  ['ApproveChangeStatusTimeoutDistributeEvent', 'DoApplyApproval', '-80'],
  'nobody decided in time; nor did the agent begin in time',
  async () => {
    const { anna, lena, centre } = await shift();
    await anna.bar.DoApplyChangeStatusAsync('7');
    await centre.pass(60_000);
    const over = { apply_agentid: '2001', apply_agent_groupID: 'red', targetStatus: '7' };
    expect(await lena.hears('ApproveChangeStatusTimeoutDistributeEvent')).toMatchObject({ ...over, timeoutType: '1' });
    expect(await lena.bar.DoApplyApprovalAsync('2001', '7', '1')).toMatchObject({ retCode: -80 });
    centre.customer('13800138000').call('4001');
    await centre.settled();
    await anna.bar.DoAnswerAsync();
    await anna.bar.DoApplyChangeStatusAsync('7');
    await lena.bar.DoApplyApprovalAsync('2001', '7', '1');
    await centre.pass(120_000);
    expect(await anna.hears('ApproveChangeStatusTimeoutDistributeEvent')).toMatchObject({ ...over, timeoutType: '2' });
  },
);

exercises(
  ['DoApplyChangeStatus', 'DoSetAgentDefineStatus', 'ApplyChangeStatusEvent', '-69', '-70', '-71', '-16'],
  'no leave: asked for already, too many away, nobody there to decide, for no such status',
  async () => {
    const { anna, lena, centre, agent } = await shift();
    const boris = await agent('2002');
    expect(await anna.bar.DoSetAgentDefineStatusAsync(7, 0)).toMatchObject({ retCode: 0 });
    await centre.settled();
    expect(await anna.bar.DoApplyChangeStatusAsync('7')).toMatchObject({ retCode: -70 });
    expect(await anna.hears('ApplyChangeStatusEvent')).toMatchObject({ retCode: -70 });
    expect(await boris.bar.DoApplyChangeStatusAsync('7')).toMatchObject({ retCode: -69 });
    expect(boris.bar.DoApplyChangeStatus('3')).toBe(false);
    await lena.bar.DoSignOutAsync();
    await until('her session is over, too', () => lena.bar.client?.state.session === null);
    await anna.bar.DoCancelApplicationAsync();
    await centre.settled();
    expect(await boris.bar.DoApplyChangeStatusAsync('7')).toMatchObject({ retCode: -71 });
    expect(boris.codes).toEqual([-69, -16, -71]);
  },
);

exercises(
  [
    'DoGetAgentGroupStatusMaxNum',
    'GetAgentGroupStatusMaxNumEvent',
    'JSGetAgentGroupStatusMaxNumEvent',
    'DoSetAgentGroupStatusMaxNum',
    '-77',
    '-45',
    '-78',
    '-61',
    '-72',
    '-79',
    '-21',
  ],
  'the limits of groups are read and set; what is no limit, no group, or of another group is refused',
  async () => {
    const { anna, lena, centre } = await shift();
    expect(await lena.bar.DoSetAgentGroupStatusMaxNumAsync('Red', 'red', '7', '4')).toMatchObject({ retCode: 0 });
    expect(await lena.bar.DoGetAgentGroupStatusMaxNumAsync('Red', 'red', '7')).toMatchObject({ retCode: 0 });
    expect(await lena.hearsTwin('GetAgentGroupStatusMaxNumEvent')).toEqual({
      AgentID: '2000',
      agentGroupNameLstStr: 'Red',
      dicAgentGroupStatusMaxNum: { Red: '4' },
    });
    const wrong = [
      ['', 'red', '7', '4'],
      ['Red', '', '7', '4'],
      ['Red', 'red', '7', ''],
      ['Red', 'red', '7', 'many'],
      ['Green', 'green', '7', '4'],
      ['Blue', 'blue', '7', '4'],
      ['Red', 'red', '7', '99999'],
    ] as const;
    for (const args of wrong) await lena.bar.DoSetAgentGroupStatusMaxNumAsync(...args);
    expect(lena.codes).toEqual([-77, -45, -78, -78, -61, -21, -79]);
    expect(await lena.bar.DoGetAgentGroupStatusMaxNumAsync('Green', 'green', '7')).toMatchObject({ retCode: -72 });
    expect(await anna.bar.DoSetAgentGroupStatusMaxNumAsync('Red', 'red', '7', '9')).toMatchObject({ retCode: -21 });
    await centre.settled();
  },
);

exercises(
  ['DoApplyApproval', 'DoGetChangeStatusApplyList', 'GetChangeStatusApplyListEvent', '-21'],
  'who has no right neither decides nor looks',
  async () => {
    const { anna, agent } = await shift();
    const boris = await agent('2002');
    await anna.bar.DoApplyChangeStatusAsync('7');
    expect(await boris.bar.DoApplyApprovalAsync('2001', '7', '1')).toMatchObject({ retCode: -21 });
    expect(await boris.bar.DoGetChangeStatusApplyListAsync('7')).toMatchObject({ retCode: -21 });
    expect(await boris.hears('GetChangeStatusApplyListEvent')).toMatchObject({ apply_agent_list: [], retCode: -21 });
  },
);
