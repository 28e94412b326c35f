// The agent's own state through the class AgentBar: what he may choose, and what he is after a call.
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { BarFloor, type BarCentre, type TestBar } from '../support/agent-bar-floor.ts';
import { exercises } from '../support/exercises.ts';

let floor: BarFloor;
beforeAll(async () => {
  floor = await BarFloor.open();
});
afterEach(() => floor.tidyUp());
afterAll(() => floor.close());

/** A customer's call that Anna takes; `set` is what the page sets before it. */
async function talking(set: (anna: TestBar) => void = () => {}): Promise<BarCentre & { readonly anna: TestBar }> {
  const made = await floor.centre();
  const anna = await made.agent('2001');
  set(anna);
  made.centre.customer('13800138000').call('4001');
  await made.centre.settled();
  await anna.bar.DoAnswerAsync();
  await made.centre.settled();
  await made.centre.settled();
  return { ...made, anna };
}

exercises(
  [
    'DoSetAgentDefineStatus',
    'Agent_Status.AGENT_STATUS_BUSY',
    'Agent_Status.AGENT_STATUS_LEAVE',
    'Agent_Status.AGENT_STATUS_CALL_OUT',
    'Agent_Status.AGENT_STATUS_ACW',
    'Agent_Status.AGENT_STATUS_IDLE',
    'Agent_State.AGENT_STATUS_SIGNIN',
  ],
  'every status that one may choose; 9 is taken as 8',
  async () => {
    const { centre, agent } = await floor.centre();
    const anna = await agent('2001');
    for (const status of [6, 7, '8', 4, 0, 9]) {
      expect(await anna.bar.DoSetAgentDefineStatusAsync(status, 1)).toMatchObject({ retCode: 0 });
      await centre.settled();
    }
    expect(anna.statuses()).toEqual(['0', '6', '7', '8', '4', '0', '8']);
  },
);

exercises(
  [
    'DoSetAgentDefineStatus',
    '-15',
    '-16',
    '-17',
    '-59',
    'Agent_Status.AGENT_STATUS_TALKING',
    'Agent_Status.AGENT_STATUS_UNKNOWN',
    'Agent_Status.AGENT_STATUS_OFFLINE',
  ],
  'no status, none that exists, one that cannot be chosen',
  async () => {
    const { centre, agent } = await floor.centre();
    const anna = await agent('2001');
    const { bar } = anna;
    const tried = [
      bar.DoSetAgentDefineStatus('', 1),
      bar.DoSetAgentDefineStatus(12, 1),
      bar.DoSetAgentDefineStatus('idle', 1),
      bar.DoSetAgentDefineStatus(2, 1),
      bar.DoSetAgentDefineStatus(-2, 1),
      bar.DoSetAgentDefineStatus(-1, 1),
      bar.DoSetAgentDefineStatus(6, 7),
    ];
    expect(new Set(tried)).toEqual(new Set([false]));
    await centre.settled();
    expect(anna.codes).toEqual([-15, -16, -16, -17, -17, -17, -59]);
  },
);

exercises(
  ['DoSetAgentDefineStatus', 'Agent_Status.AGENT_STATUS_RESTORE'],
  'in wrap-up, 999 is what he was before the call',
  async () => {
    const { anna, centre } = await talking();
    await anna.bar.DoHangUpAsync();
    await centre.settled();
    expect(anna.statuses().at(-1)).toBe('4');
    await anna.bar.DoSetAgentDefineStatusAsync(999, 1);
    await centre.settled();
    expect(anna.statuses().at(-1)).toBe('0');
  },
);

exercises(['DoSetAgentDefineStatus', '-58'], 'what he was before the call, without a call', async () => {
  const { agent } = await floor.centre();
  const anna = await agent('2001');
  expect(await anna.bar.DoSetAgentDefineStatusAsync(999, 1)).toMatchObject({ retCode: -58 });
});

exercises(
  ['DoGetAgentDefineStatus', 'GetAgentDefineStatusEvent', 'JSGetAgentDefineStatusEvent'],
  'which states may be chosen, by their numbers',
  async () => {
    const { agent } = await floor.centre();
    const anna = await agent('2001');
    expect(await anna.bar.DoGetAgentDefineStatusAsync()).toMatchObject({ retCode: 0 });
    const list = { '0': '空闲', '4': '后处理', '6': '忙碌', '7': '离开', '8': '外呼' };
    expect(await anna.hears('GetAgentDefineStatusEvent')).toEqual({ status_list: list });
    expect(await anna.hearsTwin('GetAgentDefineStatusEvent')).toEqual({ status_list: list });
  },
);

exercises(['AgentStateAfterHangup'], 'idle after a hangup: the wrap-up is over before it began', async () => {
  const { anna, centre } = await talking(({ bar }) => {
    bar.AgentStateAfterHangup = 0;
  });
  await anna.bar.DoHangUpAsync();
  await centre.settled();
  await centre.settled();
  expect(anna.statuses().slice(-2)).toEqual(['4', '0']);
});

exercises(['AgentStateAfterHangup', 'Agent_Status.AGENT_STATUS_LEAVE'], 'away after a hangup', async () => {
  const { anna, centre } = await talking(({ bar }) => {
    bar.AgentStateAfterHangup = 7;
  });
  await anna.bar.DoHangUpAsync();
  await centre.settled();
  await centre.settled();
  expect(anna.statuses().at(-1)).toBe('7');
});

exercises(
  ['AgentStateAfterHangup'],
  'left unset: after-call work after a customer, until he says otherwise or the queue does',
  async () => {
    const { anna, centre } = await talking();
    expect(anna.bar.AgentStateAfterHangup).toBeNull();
    await anna.bar.DoHangUpAsync();
    await centre.settled();
    expect(anna.statuses().at(-1)).toBe('4');
    await centre.pass(15_000);
    expect(anna.statuses().at(-1)).toBe('0');
  },
);
