// Connecting, signing in and out, and being signed out, through the class AgentBar; what is empty or wrong is said before anything is sent.
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { password } from '../support/call-centre.ts';
import { BarFloor } from '../support/agent-bar-floor.ts';
import { exercises } from '../support/exercises.ts';
import { withSupervision } from '../support/small-tenant.ts';
import { until } from '../support/until.ts';

let floor: BarFloor;
beforeAll(async () => {
  floor = await BarFloor.open();
});
afterEach(() => floor.tidyUp());
afterAll(() => floor.close());

exercises(
  [
    'DoConnect',
    'DoSignIn',
    'ServerIP',
    'ServerPort',
    'AgentID',
    'AgentPwd',
    'AgentExten',
    'AgentStatus',
    'BindExten',
    'SignInResponse',
    'SignInEvent',
    'GetRoleNameEvent',
    'AgentName',
    'AgentGroupID',
    'RoleID',
    'HeartBeatTimeout',
    'Agent_Status.AGENT_STATUS_OFFLINE',
    'Agent_State.AGENT_STATUS_UNKNOWN',
    'Agent_State.AGENT_STATUS_IDLE',
    '0',
  ],
  'a page connects, signs in, and knows its agent',
  async () => {
    const { centre, page } = await floor.centre();
    const anna = await page('2001');
    anna.bar.BindExten = true;
    anna.bar.AgentStatus = '0';
    anna.bar.HeartBeatTimeout = '99';
    expect(anna.bar.agentState).toBe('AGENT_STATUS_UNKNOWN');
    expect(anna.bar.DoConnect()).toBe(0);
    expect(anna.bar.DoSignIn()).toBe(true);
    expect(await anna.hears('SignInEvent')).toEqual({ AgentID: '2001', blnSuccess: true, Reason: '' });
    await centre.settled();
    expect(anna.names()).toEqual(['SignInResponse', 'SignInEvent', 'GetRoleNameEvent']);
    expect(await anna.hears('SignInResponse')).toEqual({ AgentID: '2001', retCode: 0, Reason: '' });
    expect(await anna.hears('GetRoleNameEvent')).toEqual({ roleName: 'Agent' });
    expect(await anna.hears('AgentStatusChangeEvent')).toMatchObject({ old_status: '-1', new_status: '0' });
    const { AgentName, AgentGroupID, RoleID, HeartBeatTimeout } = anna.bar;
    expect([AgentName, AgentGroupID, RoleID]).toEqual(['Anna', 'red', 'agent']);
    expect(Number(HeartBeatTimeout)).toBeLessThan(60);
    expect(anna.bar.agentState).toBe('AGENT_STATUS_IDLE');
  },
);

exercises(
  ['DoSignInWithConnect', 'AgentGroupName', 'Agent_Status.AGENT_STATUS_LEAVE', 'Agent_State.AGENT_STATUS_SIGNIN'],
  'a supervisor signs in and connects in one, away to begin with',
  async () => {
    const { page } = await floor.centre();
    const lena = await (await page('2000')).signsIn('7');
    expect(lena.bar.AgentGroupName).toBe('Red');
    expect(lena.statuses()).toEqual(['7']);
    expect(lena.bar.agentState).toBe('AGENT_STATUS_SIGNIN');
  },
);

exercises(
  ['AgentExten', 'BindExten', 'Agent_Status.AGENT_STATUS_BUSY'],
  'without a telephone nobody can be idle: busy',
  async () => {
    const { page } = await floor.centre();
    const anna = await page('2001');
    anna.bar.AgentExten = '8001';
    anna.bar.BindExten = false;
    await anna.signsIn('0');
    expect(anna.statuses()).toEqual(['6']);
    expect(await anna.hears('AgentStatusChangeEvent')).toMatchObject({ is_bind_exten: false });
  },
);

exercises(
  [
    'DoSignIn',
    'DoSignInWithConnect',
    'DoConnect',
    '-4',
    '-8',
    '-9',
    '-10',
    '-13',
    '-14',
    '-59',
    'ServerResponse',
    'SignInResponse',
    'SignInEvent',
  ],
  'what is empty or wrong at sign-in is said, in the order of the document',
  async () => {
    const { page } = await floor.centre();
    const { bar, codes, hears } = await page('2001').then((anna) => ({
      bar: anna.bar,
      codes: () => anna.codes,
      hears: anna.hears.bind(anna),
    }));
    const tries: readonly [string, unknown, number][] = [
      ['AgentID', '', -4],
      ['AgentPwd', '', -8],
      ['AgentStatus', '', -13],
      ['AgentStatus', '2', -14],
      ['AgentStatus', 'idle', -14],
      ['BindExten', 'perhaps', -9],
      ['ServerPort', '', -59],
      ['ServerIP', 'no host/at all', -59],
    ];
    for (const [property, value, code] of tries) {
      const before: unknown = Reflect.get(bar, property);
      Object.assign(bar, { [property]: value });
      expect(bar.DoSignInWithConnect()).toBe(false);
      await hears('SignInResponse');
      expect(codes().at(-1), property).toBe(code);
      expect(await hears('SignInEvent')).toMatchObject({ blnSuccess: false });
      Object.assign(bar, { [property]: before });
    }
    Object.assign(bar, { BindExten: true, AgentExten: '' });
    await bar.DoSignInWithConnectAsync();
    expect(codes().at(-1)).toBe(-10);
    bar.ServerIP = '';
    expect(bar.DoConnect()).toBe(-59);
    bar.AgentID = '';
    expect(bar.DoSignIn()).toBe(false);
  },
);

exercises(
  ['DoSignInWithConnect', '-53', '-12', '-11', 'SignInResponse', 'SignInEvent'],
  'what the server refuses at sign-in: the password, a telephone that somebody has, one that does not exist',
  async () => {
    const { agent, page } = await floor.centre();
    await agent('2002');
    const anna = await page('2001');
    anna.bar.AgentPwd = 'wrong';
    expect(await anna.bar.DoSignInWithConnectAsync()).toMatchObject({ retCode: -53 });
    Object.assign(anna.bar, { AgentPwd: password, AgentExten: '8002' });
    expect(await anna.bar.DoSignInWithConnectAsync()).toMatchObject({ retCode: -12 });
    anna.bar.AgentExten = '8999';
    expect(await anna.bar.DoSignInWithConnectAsync()).toMatchObject({ retCode: -11 });
    expect(await anna.hears('SignInEvent')).toMatchObject({ blnSuccess: false });
    anna.bar.AgentExten = '8001';
    expect(await anna.bar.DoSignInWithConnectAsync()).toMatchObject({ retCode: 0 });
  },
);

exercises(
  ['DoSignIn', 'DoHold', 'DoGetQueueList', 'DoHeartBeat', '-1001', '-23', '-6', '-7'],
  'methods before connecting, before signing in, signing in twice, and for another agent than who signed in',
  async () => {
    const { centre, page } = await floor.centre();
    const anna = await page('2001');
    expect(anna.bar.DoHold()).toBe(false);
    await centre.settled();
    await anna.bar.DoConnectAsync();
    expect(anna.bar.DoGetQueueList()).toBe(false);
    expect(await anna.bar.DoHeartBeatAsync()).toMatchObject({ retCode: 0 });
    await anna.signsIn();
    expect(anna.bar.DoSignIn()).toBe(false);
    await centre.settled();
    anna.bar.AgentID = '2002';
    expect(anna.bar.DoGetQueueList()).toBe(false);
    await centre.settled();
    expect(anna.codes).toEqual([-1001, -23, -6, -7]);
  },
);

exercises(
  [
    'DoSignOut',
    'SignOutResponse',
    'SignOutEvent',
    'Agent_State.AGENT_STATUS_OFFLINE',
    'Agent_Status.AGENT_STATUS_OFFLINE',
  ],
  'signing out in a call comes after the call; afterwards one can sign in again',
  async () => {
    const { centre, agent } = await floor.centre();
    const anna = await agent('2001');
    centre.customer('13800138000').call('4001');
    await centre.settled();
    await anna.bar.DoAnswerAsync();
    await centre.settled();
    expect(await anna.bar.DoSignOutAsync()).toMatchObject({ retCode: 0 });
    await centre.settled();
    expect(anna.names()).toContain('SignOutResponse');
    expect(anna.names()).not.toContain('SignOutEvent');
    await anna.bar.DoHangUpAsync();
    expect(await anna.hears('SignOutEvent')).toMatchObject({ AgentID: '2001', retCode: 0 });
    await until('his session is over', () => anna.bar.client?.state.session === null);
    expect(anna.statuses().at(-1)).toBe('-1');
    expect(anna.names()).not.toContain('SockDisconnectEvent');
    await anna.signsIn();
    expect(anna.statuses().at(-1)).toBe('0');
  },
);

exercises(
  ['KickOutEvent', 'SockDisconnectEvent', '-7', '-1000'],
  'the same agent signs in at another page',
  async () => {
    const { agent, page } = await floor.centre();
    const anna = await agent('2001');
    await (await page('2001')).signsIn();
    expect(await anna.hears('KickOutEvent')).toMatchObject({ AgentID: '2001', retCode: -7 });
    expect(await anna.hears('SockDisconnectEvent')).toMatchObject({ retCode: -1000 });
  },
);

exercises(['KickOutEvent'], 'a supervisor signs the agent out', async () => {
  const { centre, agent } = await floor.centre(withSupervision);
  const anna = await agent('2001');
  const lena = await centre.agent('2000');
  await lena.client.call('supervision.signOut', { agentId: '2001' });
  expect(await anna.hears('KickOutEvent')).toMatchObject({ AgentID: '2001', retCode: 0 });
  await until('his session is over', () => anna.bar.client?.state.session === null);
  expect(anna.names().filter((name) => name === 'KickOutEvent')).toHaveLength(1);
});

exercises(
  ['DoDisconnect', 'SockDisconnectEvent', '0', 'DoConnect', '-1002'],
  'a page ends the connection; where nobody listens it is said that nobody was reached',
  async () => {
    const { centre, agent } = await floor.centre();
    const anna = await agent('2001');
    expect(anna.bar.DoDisconnect()).toBe(true);
    await centre.settled();
    expect(await anna.hears('SockDisconnectEvent')).toEqual({ Reason: '', retCode: 0 });
    anna.bar.ServerPort = '1';
    expect(anna.bar.DoConnect()).toBe(0);
    await until('it is said', () => anna.codes.includes(-1002));
    expect(await anna.hears('SockDisconnectEvent')).toMatchObject({ retCode: -1002 });
  },
);

exercises(
  ['SysThrowExceptionEvent', '-2001', 'BridgeEvent'],
  'a listener of the page that throws keeps nobody else from hearing',
  async () => {
    const { centre, agent } = await floor.centre();
    const anna = await agent('2001');
    anna.bar.CallInEvent = () => {
      throw new Error('the page is broken');
    };
    centre.customer('13800138000').call('4001');
    await centre.settled();
    expect(await anna.hears('SysThrowExceptionEvent')).toEqual({ reason: 'the page is broken', retCode: -2001 });
    await anna.bar.DoAnswerAsync();
    await anna.hears('BridgeEvent');
  },
);

exercises(['DoSignInWithConnect', '-52'], 'an agent who is not enabled', async () => {
  const { page } = await floor.centre((configuration) => ({
    ...configuration,
    agents: configuration.agents.map((one) => (one.id === '2001' ? { ...one, enabled: false } : one)),
  }));
  expect(await (await page('2001')).bar.DoSignInWithConnectAsync()).toMatchObject({ retCode: -52 });
});

exercises(
  ['Tenant', 'UseTls', 'ExtenIsOutbound', 'DoSignInWithConnect', '-53', '-1002'],
  'a tenant that the server does not have; a server that does not speak TLS',
  async () => {
    const { page } = await floor.centre();
    const anna = await page('2001');
    const { Tenant } = anna.bar;
    Object.assign(anna.bar, { Tenant: 'nobody', ExtenIsOutbound: false });
    expect(await anna.bar.DoSignInWithConnectAsync()).toMatchObject({ retCode: -53 });
    Object.assign(anna.bar, { Tenant, UseTls: true });
    expect(await anna.bar.DoSignInWithConnectAsync()).toMatchObject({ retCode: -1002 });
    Object.assign(anna.bar, { UseTls: false });
    expect(await anna.bar.DoSignInWithConnectAsync()).toMatchObject({ retCode: 0 });
  },
);

exercises(
  ['DoConnect', 'DoSignIn', '-1002', 'SockDisconnectEvent', 'SignInEvent'],
  'signing in where nobody listens',
  async () => {
    const { page } = await floor.centre();
    const anna = await page('2001');
    anna.bar.ServerPort = '1';
    anna.bar.DoConnect();
    expect(await anna.bar.DoSignInAsync()).toMatchObject({ retCode: -1002 });
    expect(await anna.hears('SockDisconnectEvent')).toMatchObject({ retCode: -1002 });
    expect(await anna.hears('SignInEvent')).toMatchObject({ blnSuccess: false });
  },
);

exercises(
  ['DoSignInWithConnect', 'SignInEvent', 'CallInEvent', 'DoAnswer'],
  'a page that is loaded again while a call rings signs in again, and the call rings there',
  async () => {
    const { centre, agent, page } = await floor.centre();
    await agent('2001');
    centre.customer('13800138000').call('4001');
    await centre.settled();
    const again = await (await page('2001')).signsIn();
    expect(await again.hears('SignInEvent')).toMatchObject({ blnSuccess: true });
    expect(await again.hears('CallInEvent')).toMatchObject({ callerID: '13800138000' });
    expect(await again.bar.DoAnswerAsync()).toMatchObject({ retCode: 0 });
  },
);

exercises(
  ['DoChangePassword', 'ChangePasswordEvent', 'AgentPwd', '-84', '-8', '0'],
  'the agent changes his password; the old one must be right, and neither empty',
  async () => {
    const { agent } = await floor.centre();
    const anna = await agent('2001');
    expect(await anna.bar.DoChangePasswordAsync('', 'a finer password')).toMatchObject({ retCode: -8 });
    expect(await anna.bar.DoChangePasswordAsync('wrong', 'a finer password')).toMatchObject({ retCode: -84 });
    expect(await anna.hears('ChangePasswordEvent')).toMatchObject({ retCode: -84 });
    expect(await anna.bar.DoChangePasswordAsync(password, 'a finer password')).toMatchObject({ retCode: 0 });
    expect(await anna.hears('ChangePasswordEvent')).toEqual({ AgentID: '2001', retCode: 0, Reason: '' });
    expect(anna.bar.AgentPwd).toBe('a finer password');
  },
);

exercises(['WarnAgentResigninEvent'], 'what is set up for the agent changes: he is told to sign in again', async () => {
  const { agent, centre } = await floor.centre();
  const anna = await agent('2001');
  await centre.configure((configuration) => ({
    ...configuration,
    agents: configuration.agents.map((one) => (one.id === '2001' ? { ...one, roleId: 'lead' as never } : one)),
  }));
  await anna.hears('WarnAgentResigninEvent');
});
