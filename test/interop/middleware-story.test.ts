// The middleware on real parts: Debian's PostgreSQL, built programs, SIP telephones; two agents over HTTP, a call from outside, a kill in the middle.
import { existsSync } from 'node:fs';
import { createPhone, type Phone, type PhoneCall } from '@cordboard/telephony';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDebianServer } from '../conformance/debian-postgres.ts';
import type { StoreServer } from '../conformance/store.suite.ts';
import { AgentProgram } from '../support/middleware-floor.ts';
import { NccModule } from '../support/ncc-module.ts';
import { debianBin } from '../support/postgres-server.ts';
import { runMiddleware, type RunningMiddleware } from '../support/running-middleware.ts';
import { freePort, runServer, type RunningServer } from '../support/running-server.ts';
import { until } from '../support/until.ts';
import { customerCalls, type Customer } from './customer.ts';

type Event = Readonly<Record<string, unknown>>;
const [annaHz, borisHz, customerHz] = [1_100, 1_500, 700];
const password = 'a-password-of-the-story';
const near = (hz: number, wanted: number): boolean => Math.abs(hz - wanted) < 40;
const isMissing = !existsSync(debianBin);
if (isMissing && process.env['CI'] === 'true') throw new Error('CI needs Debian’s PostgreSQL 15');

/** An agent: a program that speaks HTTP and acknowledges what has arrived, and a telephone that answers when it rings. */
class Agent {
  readonly program: AgentProgram;
  readonly told: Event[] = [];
  readonly login: string;
  #after = '0';
  #isOver = false;
  phoneCall: PhoneCall | null = null;

  constructor(url: string, login: string) {
    this.program = new AgentProgram(url);
    this.login = login;
  }

  /** Polls for ever; while nobody is there, it tries again. */
  listen(): void {
    void (async () => {
      while (!this.#isOver) {
        const answer = await this.program
          .ask('GET', `/api/v1/events?max=50&wait=5&after=${this.#after}`)
          .catch(() => null);
        if (answer === null) await new Promise((resolve) => setTimeout(resolve, 50));
        if (answer?.status !== 200) continue;
        this.#after = answer.headers.get('x-event-id') ?? this.#after;
        this.told.push(...(answer.body as Event[]));
      }
    })();
  }

  event(name: string, fits: (event: Event) => boolean = () => true, from = 0): Promise<Event> {
    const said = (): string => this.told.map((event) => JSON.stringify(event)).join('\n');
    return until(
      `${this.login}: ${name} among`,
      () => this.told.slice(from).find((one) => one['name'] === name && fits(one)),
      20_000,
    ).catch((error: unknown) => {
      throw new Error(`${(error as Error).message}\n${said()}`);
    });
  }

  async does(command: Event): Promise<void> {
    const answer = await this.program.control(command);
    expect([command, answer.status, answer.body]).toEqual([command, 200, { name: 'Ok' }]);
  }

  leave(): void {
    this.#isOver = true;
  }
}

let postgres: StoreServer;
let server: RunningServer;
let middleware: RunningMiddleware;
let ncc: string;
let customer: Customer | null = null;
const phones: Phone[] = [];
const agents: Agent[] = [];
const modules: NccModule[] = [];

beforeAll(async () => {
  if (isMissing) return;
  postgres = await createDebianServer(debianBin);
  const port = await freePort();
  ncc = `ws://127.0.0.1:${port}/`;
  server = await runServer(['--ncc.enabled', '--ncc.port', String(port), '--drainMs', '0']);
  middleware = await runMiddleware((await postgres.settings()).databaseUrl ?? '', ncc);
}, 90_000);

afterAll(async () => {
  for (const each of agents) each.leave();
  customer?.leave();
  for (const module of modules) module.leave();
  for (const phone of phones) await phone.close();
  await middleware?.stop();
  await server?.stop();
  await postgres?.close();
});

async function telephone(owner: Agent, extension: string, hz: number): Promise<void> {
  const phone = createPhone({
    server: `sip:127.0.0.1:${server.sipPort}`,
    user: extension,
    password: server.passwords.phones.get(extension) ?? '',
  });
  phones.push(phone);
  await phone.start();
  await phone.register();
  phone.onIncoming((call) => {
    owner.phoneCall = call;
    call.onTalk(() => {
      void call.answer().then(() => call.speak([{ kind: 'sine', frequencyHz: hz, durationMs: 1_000 }], { loop: true }));
    });
  });
}

async function agent(login: string, extension: string, hz: number): Promise<Agent> {
  const one = new Agent(middleware.url, login);
  agents.push(one);
  await middleware.addUser(login, password);
  await telephone(one, extension, hz);
  expect((await one.program.login(login, password)).status).toBe(200);
  one.listen();
  await one.event('UserState', ({ state }) => state === 'offline');
  return one;
}

const bothHear = async (one: Agent, hz: number): Promise<void> => {
  customer!.audio.forget();
  await until('the customer hears the agent', () => customer!.audio.hears(hz) > 0.5, 20_000);
  await until(
    'the agent hears the customer',
    async () => near((await one.phoneCall!.hear(400)).frequencyHz, customerHz),
    20_000,
  );
};

test.skipIf(isMissing)(
  'two agents, a call, hold, a kill -9 in mid-call, a consultation transfer, and nobody reads or steers what is not his',
  async () => {
    const anna = await agent('1001', '8001', annaHz);
    await anna.does({ name: 'ChangeUserState', state: 'normal' });
    const boris = await agent('1002', '8002', borisHz);
    await boris.does({ name: 'ChangeUserState', state: 'away' });
    await boris.event('UserState', ({ state }) => state === 'away');
    // Somebody who is told everything about Anna, all the time: what she is told is compared with it.
    const witness = await NccModule.open(ncc);
    modules.push(witness);
    await witness.shakeHands();
    await witness.ask('AttachToUser', { login: '1001' });
    await until('present', () => witness.frames.some(({ name }) => name === 'Conferences'));
    const [seenByWitness, seenByAnna] = [witness.frames.length, anna.told.length];

    customer = await customerCalls(server.sipPort, '4001', '13800138000', customerHz);
    const rings = await anna.event('NewCall', ({ direction }) => direction === 'in');
    const { cid } = rings;
    expect(rings).toMatchObject({ state: 'new', params: { caller: '13800138000', sessionId: expect.any(String) } });
    const { sessionId } = rings['params'] as { sessionId: string };

    // Boris tries to read it and to steer it.
    for (const command of [
      { name: 'Answer', cid },
      { name: 'Hangup', cid, login: '1001' },
      { name: 'Hold', cid, on: true },
      { name: 'GetCalls', login: '1001' },
      { name: 'Transfer', cid, phoneNumber: '8002' },
    ])
      expect([command, (await boris.program.control(command)).status]).toEqual([command, 403]);
    const trick = await boris.program.ask('GET', '/api/v1/events?login=1001&after=0&max=500', undefined, {
      'x-login': '1001',
    });
    expect(JSON.stringify(trick.body)).not.toContain(sessionId);
    expect((await boris.program.ask('GET', '/api/v1/calls?login=1001')).body).toEqual([]);
    expect((await anna.program.ask('GET', '/api/v1/calls')).body).toMatchObject([{ cid, state: 'new' }]);

    await anna.does({ name: 'Answer', cid });
    await anna.event('CallStatus', ({ state }) => state === 'connected');
    await bothHear(anna, annaHz);
    await anna.does({ name: 'Hold', cid, on: true });
    await anna.event('CallStatus', ({ hold }) => hold === true);
    await until('the customer hears Anna no more', () => {
      const heard = customer!.audio.hears(annaHz);
      customer!.audio.forget();
      return heard < 0.1;
    });
    await anna.does({ name: 'Hold', cid, on: false });
    await bothHear(anna, annaHz);

    // What Anna was told until here is what the witness was told, in its order.
    const told = (all: readonly Event[]): readonly string[] =>
      all.flatMap(({ name, login, rid: _rid, ...fields }) =>
        login === '1001' ? [`${String(name)} ${JSON.stringify(fields)}`] : [],
      );
    await until(
      'Anna was told all',
      () => told(anna.told.slice(seenByAnna)).length === told(witness.frames.slice(seenByWitness)).length,
    );
    expect(told(anna.told.slice(seenByAnna))).toEqual(told(witness.frames.slice(seenByWitness)));

    // Events that have not been fetched when it dies, are kept.
    const beforeKill = anna.told.length;
    await anna.does({ name: 'SetCallParam', cid, paramName: 'note', paramValue: 'vip' });
    await middleware.kill();
    expect((await anna.phoneCall!.hear(400)).frequencyHz).toBeGreaterThan(0);
    await middleware.startAgain();
    await anna.event('CallParamsUpdated', ({ params }) => (params as Event)['note'] === 'vip', beforeKill);
    const afterKill = await anna.event('Calls', () => true, beforeKill);
    expect(afterKill['calls']).toMatchObject([{ cid, state: 'connected', params: { sessionId, note: 'vip' } }]);
    expect(anna.told.slice(beforeKill).filter(({ name }) => name === 'CallParamsUpdated')).toHaveLength(1);
    await bothHear(anna, annaHz);

    const behindKill = anna.told.length;
    const seenBehindKill = witness.frames.length;
    await anna.does({ name: 'ConsultationTransfer', cid, phoneNumber: '8002' });
    const asked = await boris.event('NewCall');
    expect(asked).toMatchObject({ direction: 'in', params: { sessionId } });
    expect(asked['cid']).not.toBe(cid);
    await boris.does({ name: 'Answer', cid: asked['cid'] });
    await until('Anna hears Boris', async () => near((await anna.phoneCall!.hear(400)).frequencyHz, borisHz), 20_000);
    await anna.does({ name: 'FinishConferenceTransfer', cid });
    await anna.event('TransferSucceed', () => true, behindKill);
    await bothHear(boris, borisHz);
    await anna.event('CallStatus', ({ state }) => state === 'ended', behindKill);
    await anna.does({ name: 'Close', cid });
    await anna.event('OnClose', () => true, behindKill);
    await anna.event('UserState', ({ state }) => state === 'normal', behindKill);
    await until(
      'Anna was told all',
      () => told(anna.told.slice(behindKill)).length === told(witness.frames.slice(seenBehindKill)).length,
    );
    expect(told(anna.told.slice(behindKill))).toEqual(told(witness.frames.slice(seenBehindKill)));

    await boris.does({ name: 'Hangup', cid: asked['cid'] });
    await customer.sip.done;
    await boris.event('CallStatus', ({ state }) => state === 'ended');
    await boris.program.control({ name: 'Close', cid: asked['cid'] });
    await boris.event('OnClose');
    expect((await boris.program.ask('GET', '/api/v1/calls')).body).toEqual([]);
  },
  180_000,
);
