// The telephone and what goes with a call: recording, the customer's grade, the test call, missed calls of a web service, the page that opens.
import { createHmac } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import type { BarView, PhoneSettings } from '@cordboard/client/agent-bar';
import { BarFloor, viewWithAll, type BarCentre, type TestBar } from '../support/agent-bar-floor.ts';
import { exercises } from '../support/exercises.ts';
import { until } from '../support/until.ts';

let floor: BarFloor;
beforeAll(async () => {
  floor = await BarFloor.open();
});
afterEach(() => floor.tidyUp());
afterAll(() => floor.close());

async function talking() {
  const made = await floor.centre();
  const anna = await made.agent('2001');
  const customer = made.centre.customer('13800138000').call('4001');
  await made.centre.settled();
  await anna.bar.DoAnswerAsync();
  await made.centre.settled();
  return { ...made, anna, customer } satisfies BarCentre & {
    readonly anna: TestBar;
    readonly customer: typeof customer;
  };
}

exercises(['RecordStart', 'RecordStop'], 'the call goes on record, and the recording is complete', async () => {
  const { anna, centre } = await talking();
  const { cuID } = anna.bar;
  const started = await anna.hears('RecordStart');
  expect(started).toMatchObject({
    AgentExten: '8001',
    AgentID: '2001',
    Agent_call_uuid: cuID,
    CalleeNum: '4001',
    CallerNum: '13800138000',
  });
  expect(started['FilePath']).not.toBe('');
  await anna.bar.DoHangUpAsync();
  await centre.settled();
  const { FilePath } = started;
  expect(await anna.hears('RecordStop')).toEqual({ AgentID: '2001', Agent_call_uuid: cuID, FilePath });
});

exercises(
  ['DoGrade', 'GradeSwitch', 'GradeEvent', 'HangupEvent'],
  'the customer is left to the menu that asks for a grade, and gives one',
  async () => {
    const { anna, centre, customer } = await talking();
    expect(anna.bar.GradeSwitch).toBe(true);
    const { cuID } = anna.bar;
    expect(await anna.bar.DoGradeAsync('en')).toMatchObject({ retCode: 0 });
    await centre.settled();
    await anna.hears('HangupEvent');
    customer.sendDigits('4');
    await centre.settled();
    expect(await anna.hears('GradeEvent')).toEqual({ agentID: '2001', call_uuid: cuID, language: 'en', grade: '4' });
  },
);

exercises(
  ['DoGrade', '-37', '-81', '-82'],
  'no language, a third one, one that is not set up, no call, no customer',
  async () => {
    const { anna, agent, centre } = await talking();
    expect(await anna.bar.DoGradeAsync('')).toMatchObject({ retCode: -37 });
    expect(await anna.bar.DoGradeAsync('fr')).toMatchObject({ retCode: -37 });
    expect(await anna.bar.DoGradeAsync('zh')).toMatchObject({ retCode: -37 });
    const clara = await agent('2003');
    expect(await clara.bar.DoGradeAsync('en')).toMatchObject({ retCode: -81 });
    const boris = await agent('2002');
    await clara.bar.DoCallAgentAsync('2002');
    await centre.settled();
    await clara.bar.DoAnswerAsync();
    await centre.settled();
    await boris.bar.DoAnswerAsync();
    await centre.settled();
    expect(await clara.bar.DoGradeAsync('en')).toMatchObject({ retCode: -82 });
  },
);

exercises(
  ['DoCheck', 'CheckExtenEvent', 'DoAnswer'],
  'the telephone is tested: it rings, and the agent hears himself',
  async () => {
    const { agent, centre } = await floor.centre();
    const anna = await agent('2001');
    expect(await anna.bar.DoCheckAsync()).toMatchObject({ retCode: 0 });
    await centre.settled();
    expect(await anna.hears('CheckExtenEvent')).toEqual({ agentid: '2001' });
    expect(anna.names()).not.toContain('CallInEvent');
    expect(await anna.bar.DoAnswerAsync()).toMatchObject({ retCode: 0 });
    await anna.bar.DoHangUpAsync();
  },
);

exercises(['DoCheck', 'AgentExten', '-25'], 'without a telephone there is none to be tested', async () => {
  const { page } = await floor.centre();
  const anna = await page('2001');
  anna.bar.AgentExten = '';
  await anna.signsIn('6');
  expect(await anna.bar.DoCheckAsync()).toMatchObject({ retCode: -25 });
});

/** A web service that answers with what it is given. */
async function serving(
  answer: (url: string) => unknown,
): Promise<{ readonly address: string; readonly server: Server }> {
  const server = createServer((request, response) => {
    const body = answer(request.url ?? '');
    response.writeHead(body === null ? 500 : 200).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/missed`, server };
}

exercises(
  ['NoAnswerCallsURL', 'DoGetNoAnswerCalls', 'GetNoAnswerCallsEvent', '-83'],
  'missed calls come from the web service of the page, or it fails',
  async () => {
    const { agent } = await floor.centre();
    const anna = await agent('2001');
    let answer: unknown = [{ number: '13800138000' }];
    const asked: string[] = [];
    const { address, server } = await serving((url) => {
      asked.push(url);
      return answer;
    });
    anna.bar.NoAnswerCallsURL = address;
    expect(await anna.bar.DoGetNoAnswerCallsAsync()).toMatchObject({ retCode: 0 });
    expect(await anna.hears('GetNoAnswerCallsEvent')).toMatchObject({ calls: ['{"number":"13800138000"}'] });
    expect(asked).toEqual(['/missed?agentID=2001']);
    answer = null;
    expect(await anna.bar.DoGetNoAnswerCallsAsync()).toMatchObject({ retCode: -83 });
    server.close();
  },
);

exercises(
  ['WebUrl', 'SaltKey', 'CallInEvent'],
  'a call that rings opens the page of the customer, signed',
  async () => {
    const { agent, centre } = await floor.centre();
    const anna = await agent('2001');
    Object.assign(anna.bar, { WebUrl: 'https://crm.example/pop?from=bar', SaltKey: 'salt' });
    centre.customer('13800138000').call('4001');
    await centre.settled();
    const opened = new URL(await until('a page is opened', () => anna.opened[0]));
    const fields = Object.fromEntries(opened.searchParams);
    expect(opened.href).toMatch(/^https:\/\/crm\.example\/pop\?from=bar&agentID=2001&/);
    expect(fields).toMatchObject({ customerNum: '13800138000', callcenterNum: '4001', callID: anna.bar.cuID });
    const signed = opened.search.slice('?from=bar&'.length).replace(/&sign=.*/, '');
    expect(fields['sign']).toBe(createHmac('sha256', 'salt').update(signed).digest('hex'));
  },
);

exercises(
  [
    'SoftPhoneEnable',
    'SipAutoSignIn',
    'SipNum',
    'SipPwd',
    'SipServer',
    'SipPort',
    'SipRegistTime',
    'SipLocalNum',
    'SipPhoneOnLineWarning',
    'SoftPhoneAppProcessName',
    'SigninIntervalAfterSoftPhoneRegisted',
    'bindSoftPhoneLogin',
    'DoDisconnect',
  ],
  "the page's own telephone is started with what was set, before the agent signs in at it, and stopped at the end",
  async () => {
    const { page } = await floor.centre();
    const started: PhoneSettings[] = [];
    let stopped = 0;
    const view: BarView = {
      show: () => false,
      startPhone: (settings) => started.push(settings),
      stopPhone: () => (stopped += 1),
    };
    const anna = await page('2001', { view });
    Object.assign(anna.bar, { SoftPhoneEnable: true, SipAutoSignIn: true, bindSoftPhoneLogin: true, AgentExten: '' });
    Object.assign(anna.bar, { SipNum: '8001', SipPwd: 'secret', SipServer: 'sip.example', SipPort: '5060' });
    Object.assign(anna.bar, { SipRegistTime: 60, SipLocalNum: '8001', SipPhoneOnLineWarning: true });
    Object.assign(anna.bar, { SoftPhoneAppProcessName: 'Phone', SigninIntervalAfterSoftPhoneRegisted: '60' });
    const from = performance.now();
    await anna.signsIn();
    expect(performance.now() - from).toBeGreaterThan(55);
    expect(started).toEqual([
      {
        number: '8001',
        password: 'secret',
        server: 'sip.example',
        port: 5060,
        registerEveryS: 60,
        autoAnswer: false,
        shownNumber: '8001',
        warnWhenOnline: true,
        programName: 'Phone',
      },
    ]);
    expect(anna.bar.AgentExten).toBe('8001');
    expect(await anna.hears('AgentStatusChangeEvent')).toMatchObject({ is_bind_exten: true });
    anna.bar.DoDisconnect();
    expect(stopped).toBe(1);
  },
);

exercises(
  ['DoClickAgentBarButtonByName', 'tsbGrade'],
  'the button for a grade asks for the language in the bar',
  async () => {
    const { anna } = await talking();
    const asked: string[] = [];
    anna.bar.view = viewWithAll(asked);
    expect(await anna.bar.DoClickAgentBarButtonByNameAsync('tsbGrade')).toMatchObject({ retCode: 0 });
    expect(asked).toEqual(['tsbGrade']);
  },
);
