// Supervision through the class AgentBar: at an agent's call, over his state, and what may not be done.
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { BarFloor, type BarCentre, type TestBar } from '../support/agent-bar-floor.ts';
import { exercises } from '../support/exercises.ts';
import { withSupervision } from '../support/small-tenant.ts';

let floor: BarFloor;
beforeAll(async () => {
  floor = await BarFloor.open();
});
afterEach(() => floor.tidyUp());
afterAll(() => floor.close());

type Stage = BarCentre & { readonly anna: TestBar; readonly lena: TestBar };
const customerNumber = '13800138000';

/** Anna talks with a customer; Lena supervises her group. */
async function talking(): Promise<Stage> {
  const made = await floor.centre(withSupervision);
  const anna = await made.agent('2001');
  const lena = await made.agent('2000', '6');
  made.centre.customer(customerNumber).call('4001');
  await made.centre.settled();
  await anna.bar.DoAnswerAsync();
  await made.centre.settled();
  return { ...made, anna, lena };
}

const pickUp = async ({ centre, lena }: Stage): Promise<void> => {
  await centre.settled();
  await lena.phone.calls.at(-1)?.answer();
  await centre.settled();
};

const aboutTheCustomer = { agentID: '2000', customerNum: customerNumber, callcenterNum: '4001', desAgentID: '2001' };

exercises(
  [
    'DoListen',
    'EavesdropCallRingEvent',
    'EavesdropEvent',
    'DoSwitchSupervision',
    'WhisperEvent',
    'DoStopSupervision',
    'HangupEvent',
    'Agent_State.AGENT_STATUS_TALKING_EAVESDROP',
    'Agent_State.AGENT_STATUS_TALKING_WHISPER',
  ],
  'the supervisor listens, whispers, and leaves; the agent hears nothing of it',
  async () => {
    const stage = await talking();
    const { anna, lena, centre } = stage;
    const before = anna.heard.length;
    expect(lena.bar.DoListen('2001')).toBe(true);
    await pickUp(stage);
    expect(await lena.hears('EavesdropCallRingEvent')).toMatchObject(aboutTheCustomer);
    expect(await lena.hears('EavesdropEvent')).toEqual({ agentid: '2000', reason: '', retCode: '0' });
    expect(lena.bar.agentState).toBe('AGENT_STATUS_TALKING_EAVESDROP');
    expect(await lena.bar.DoSwitchSupervisionAsync('whisper')).toMatchObject({ retCode: 0 });
    await centre.settled();
    expect(await lena.hears('WhisperEvent')).toMatchObject({ retCode: 0 });
    expect(lena.bar.agentState).toBe('AGENT_STATUS_TALKING_WHISPER');
    await lena.bar.DoStopSupervisionAsync();
    await centre.settled();
    expect(await lena.hears('HangupEvent')).toMatchObject({ retCode: 0 });
    expect(anna.heard.slice(before)).toEqual([]);
  },
);

exercises(
  ['DoWhisper', 'WhisperCallRingEvent', 'WhisperEvent', 'DoBargein', 'BargeinEvent'],
  'from whispering to barging in by asking for it',
  async () => {
    const stage = await talking();
    await stage.lena.bar.DoWhisperAsync('2001');
    await pickUp(stage);
    expect(await stage.lena.hears('WhisperCallRingEvent')).toMatchObject(aboutTheCustomer);
    expect(await stage.lena.bar.DoBargeinAsync('2001')).toMatchObject({ retCode: 0 });
    await stage.centre.settled();
    expect(await stage.lena.hears('BargeinEvent')).toMatchObject({ agentid: '2000', retCode: 0 });
  },
);

exercises(
  ['DoBargein', 'BargeinCallRingEvent', 'BargeinEvent', 'Agent_State.AGENT_STATUS_TALKING_BARGEIN', 'DoHangUp'],
  'the supervisor joins the call, and hangs up',
  async () => {
    const stage = await talking();
    await stage.lena.bar.DoBargeinAsync('2001');
    await pickUp(stage);
    expect(await stage.lena.hears('BargeinCallRingEvent')).toMatchObject(aboutTheCustomer);
    expect(stage.lena.bar.agentState).toBe('AGENT_STATUS_TALKING_BARGEIN');
    await stage.lena.bar.DoHangUpAsync();
    await stage.centre.settled();
    expect(stage.lena.bar.agentState).toBe('AGENT_STATUS_SIGNIN');
  },
);

exercises(['WhisperEvent', '-60'], 'a supervisor who does not pick up is told that it came to nothing', async () => {
  const { lena, centre } = await talking();
  await lena.bar.DoWhisperAsync('2001');
  await centre.settled();
  await lena.bar.DoHangUpAsync();
  await centre.pass(30_000);
  expect(await lena.hears('WhisperEvent')).toMatchObject({ retCode: -60 });
});

exercises(
  ['DoForceHangup', 'ForceHangupCallRingEvent', 'ForceHangupEvent', 'HangupEvent', 'hangupReason.MANAGER_REQUEST'],
  'the call is ended for everybody',
  async () => {
    const { anna, lena, centre } = await talking();
    expect(await lena.bar.DoForceHangupAsync('2001')).toMatchObject({ retCode: 0 });
    await centre.settled();
    expect(await lena.hears('ForceHangupCallRingEvent')).toMatchObject(aboutTheCustomer);
    expect(await lena.hears('ForceHangupEvent')).toEqual({ agentid: '2000', reason: '', retCode: 0 });
    expect(await anna.hears('HangupEvent')).toMatchObject({ hangupReason: 'MANAGER_REQUEST' });
  },
);

exercises(['DoRop', 'CallInEvent', 'BridgeEvent'], 'a call that rings at an agent is taken', async () => {
  const made = await floor.centre(withSupervision);
  const anna = await made.agent('2001');
  const lena = await made.agent('2000', '6');
  made.centre.customer(customerNumber).call('4001');
  await made.centre.settled();
  expect(await lena.bar.DoRopAsync('2001')).toMatchObject({ retCode: 0 });
  await pickUp({ ...made, anna, lena });
  expect(await lena.hears('CallInEvent')).toMatchObject({ callerID: customerNumber });
  expect(lena.names()).toContain('BridgeEvent');
});

exercises(['DoTakeOver', 'HangupEvent'], 'the supervisor takes the place of the agent in his call', async () => {
  const stage = await talking();
  expect(await stage.lena.bar.DoTakeOverAsync('2001')).toMatchObject({ retCode: 0 });
  await pickUp(stage);
  expect(await stage.anna.hears('HangupEvent')).toMatchObject({ hangupReason: 'NO_ROUTE_DESTINATION' });
  expect(stage.lena.bar.GetCallStatus()).toBe(1);
});

exercises(
  [
    'DoForceChangeStatusEvent',
    'WarnAgentForceChangeStatusEvent',
    'AgentStatusChangeEvent',
    'Agent_Status.AGENT_STATUS_BUSY',
    '-15',
    '-16',
    '-17',
  ],
  'an agent is put into a state, and told by whom; what is no state, or cannot be chosen, is refused',
  async () => {
    const made = await floor.centre(withSupervision);
    const anna = await made.agent('2001');
    const lena = await made.agent('2000', '6');
    expect(await lena.bar.DoForceChangeStatusEventAsync('2001', '6')).toMatchObject({ retCode: 0 });
    await made.centre.settled();
    expect(await anna.hears('WarnAgentForceChangeStatusEvent')).toEqual({ executorAgentID: '2000' });
    expect(anna.statuses().at(-1)).toBe('6');
    expect(lena.statuses('2001')).toEqual(['6']);
    for (const status of ['', '77', '2']) await lena.bar.DoForceChangeStatusEventAsync('2001', status);
    expect(lena.codes).toEqual([-15, -16, -17]);
  },
);

exercises(
  ['DoKickOut', 'DoForceChangeStatusEvent', '-54', '-67'],
  'who is not signed in is not signed out, nor put into a state',
  async () => {
    const made = await floor.centre(withSupervision);
    const lena = await made.agent('2000', '6');
    expect(await lena.bar.DoKickOutAsync('2001')).toMatchObject({ retCode: -54 });
    expect(await lena.bar.DoForceChangeStatusEventAsync('2001', '0')).toMatchObject({ retCode: -67 });
  },
);

exercises(['DoKickOut', 'KickOutEvent', '-49'], 'an agent is signed out', async () => {
  const made = await floor.centre(withSupervision);
  const anna = await made.agent('2001');
  const lena = await made.agent('2000', '6');
  expect(await lena.bar.DoKickOutAsync('2001')).toMatchObject({ retCode: 0 });
  expect(await anna.hears('KickOutEvent')).toMatchObject({ AgentID: '2001' });
  expect(await lena.bar.DoKickOutAsync('9999')).toMatchObject({ retCode: -49 });
});

exercises(
  ['DoListen', 'EavesdropEvent', 'ServerResponse', '-21'],
  'who has no right is refused, and so is a supervisor of another group',
  async () => {
    const { anna, lena, page } = await talking();
    expect(await anna.bar.DoListenAsync('2000')).toMatchObject({ retCode: -21 });
    expect(await anna.hears('EavesdropEvent')).toMatchObject({ retCode: '-21' });
    const clara = await (await page('2003')).signsIn('6');
    expect(clara.codes).toEqual([]);
    expect(await lena.bar.DoListenAsync('2003')).toMatchObject({ retCode: -21 });
    expect(lena.codes).toEqual([-21]);
  },
);

exercises(['DoListen', 'DoBargein', '-50', '-28', '-49'], 'nobody to listen to: no call, oneself, nobody', async () => {
  const made = await floor.centre(withSupervision);
  await made.agent('2001');
  const lena = await made.agent('2000', '6');
  expect(await lena.bar.DoListenAsync('2001')).toMatchObject({ retCode: -50 });
  expect(await lena.bar.DoListenAsync('2000')).toMatchObject({ retCode: expect.any(Number) as number });
  expect(await lena.bar.DoBargeinAsync('9999')).toMatchObject({ retCode: -49 });
  expect(await lena.bar.DoForceChangeStatusEventAsync('2000', '6')).toMatchObject({ retCode: -28 });
});

exercises(['DoWhisper', 'DoBargein', '-50'], 'of two supervisors at one call one alone speaks', async () => {
  const stage = await talking();
  const max = await stage.agent('2009', '6');
  await stage.lena.bar.DoWhisperAsync('2001');
  await pickUp(stage);
  expect(await max.bar.DoBargeinAsync('2001')).toMatchObject({ retCode: -50 });
  expect(await max.bar.DoListenAsync('2001')).toMatchObject({ retCode: 0 });
});

exercises(['DoWhisper', 'HangupEvent'], 'the call ends while the supervisor whispers', async () => {
  const stage = await talking();
  await stage.lena.bar.DoWhisperAsync('2001');
  await pickUp(stage);
  await stage.anna.bar.DoHangUpAsync();
  await stage.centre.settled();
  expect(await stage.lena.hears('HangupEvent')).toMatchObject({ retCode: 0 });
  expect(stage.lena.bar.agentState).toBe('AGENT_STATUS_SIGNIN');
  expect(await stage.lena.bar.DoStopSupervisionAsync()).toMatchObject({ retCode: -50 });
});
