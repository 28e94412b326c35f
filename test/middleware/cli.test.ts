// The agent's program as a process, in front of the middleware and the vendor's model: for scripts, and on a terminal.
import { spawn, spawnSync, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { openMiddlewareFloor, password, type MiddlewareFloor } from '../support/middleware-floor.ts';
import { NccModel } from '../support/ncc-model/model.ts';
import { openPostgres, type PostgresServer } from '../support/postgres-server.ts';
import { until } from '../support/until.ts';

type Line = Readonly<Record<string, unknown>>;
const main = join(import.meta.dirname, '../../packages/middleware/src/cli/main.ts');
const command = [process.execPath, '--conditions=source', '--import', 'tsx', main];
/** Gives a program a terminal: util-linux. */
const hasScript = process.platform === 'linux' && spawnSync('script', ['--version']).status === 0;

let postgres: PostgresServer;
let model: NccModel;
let floor: MiddlewareFloor;
const children: ChildProcessWithoutNullStreams[] = [];

beforeAll(async () => {
  [postgres, model] = await Promise.all([openPostgres(), NccModel.open()]);
  model.addUser({ login: 'alice', number: '8001', phone: 'soft' });
  model.addUser({ login: 'bob', number: '8002', phone: 'soft' });
  floor = await openMiddlewareFloor(postgres, { ctiUrl: model.url, users: ['alice', 'bob'] });
  await until('connected', async () => (await floor.program().ask('GET', '/healthz')).status === 200);
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});
afterAll(async () => {
  await floor.close();
  await model.close();
  await postgres.close();
});

const host = (url = floor.url): string => new URL(url).host;

type Run = {
  readonly child: ChildProcessWithoutNullStreams;
  readonly output: () => string;
  readonly exit: Promise<number | null>;
};

function run(program: string, words: readonly string[], env: Record<string, string> = {}): Run {
  const child = spawn(program, words, { env: { ...process.env, LANG: 'C', COLUMNS: '100', LINES: '30', ...env } });
  children.push(child);
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => (text += part.toString()));
  return { child, output: () => text, exit: new Promise((resolve) => child.once('exit', resolve)) };
}

function lineMode(
  login: string,
  address = host(),
  word = password,
): Run & { lines: () => readonly Line[]; send: (command_: Line) => void } {
  const [program = '', ...words] = command;
  const running = run(program, [...words, '-a', address, '-l', login, '--json']);
  running.child.stdin.write(`${word}\n`);
  return {
    ...running,
    lines: () =>
      running
        .output()
        .split('\n')
        .filter((line) => line.startsWith('{'))
        .map((line) => JSON.parse(line) as Line),
    send: (command_) => running.child.stdin.write(`${JSON.stringify(command_)}\n`),
  };
}

test('B23: for scripts: events are lines, and so are commands and their answers', async () => {
  const cli = lineMode('alice');
  const event = (name: string): Promise<Line> =>
    until(`${name}: ${cli.output()}`, () => cli.lines().find((line) => line['name'] === name));
  await event('Conferences');
  const cid = model.ring('alice', { caller: '100' });
  expect(await event('NewCall')).toMatchObject({ cid, direction: 'in' });
  const replies = (): readonly Line[] => cli.lines().filter((line) => 'reply' in line);
  const commands = [
    { name: 'Answer', cid },
    { name: 'Hold', cid, on: true },
    { name: 'Hold', cid, on: false },
    { name: 'Mute', cid, on: true },
    { name: 'ConsultationTransfer', cid, phoneNumber: '8002' },
    { name: 'BreakTransfer', cid },
    { name: 'ChangeUserState', state: 'dnd' },
    { name: 'ChangeUserState', state: 'away' },
    { name: 'ChangeUserState', state: 'normal' },
    { name: 'Hangup', cid },
    { name: 'Close', cid },
    { name: 'MakeCall', phoneNumber: '555' },
  ];
  for (const [at, each] of commands.entries()) {
    cli.send(each);
    await until(`an answer to ${each.name}: ${cli.output()}`, () => replies().length === at + 1);
  }
  expect(replies().every(({ reply }) => (reply as Line)['name'] === 'Ok')).toBe(true);
  expect(model.received.map(({ name }) => name)).toEqual(expect.arrayContaining(commands.map(({ name }) => name)));
  const out = await until('the call out', () => cli.lines().find((line) => line['direction'] === 'out'));
  model.farHangUp('alice', out['cid'] as number);
  cli.child.stdin.end();
  expect(await cli.exit).toBe(0);
  await until('logged out', () => model.attachedTo('alice') === 0);
  expect(cli.output()).not.toContain(password);
});

test('B24: an unknown event is a line; a refusal is a line with its words; the session that ended is begun anew', async () => {
  const cli = lineMode('bob');
  await until('connected', () => cli.lines().some((line) => line['name'] === 'Conferences'));
  model.send('bob', { name: 'Novelty', login: 'bob', deep: { er: [1] } });
  await until('the novelty', () => cli.lines().some((line) => line['name'] === 'Novelty'));
  model.script = { MakeCall: 'error:no line is free' };
  cli.send({ name: 'MakeCall', phoneNumber: '555' });
  const refused = await until('refused', () => cli.lines().find((line) => 'error' in line));
  expect(refused).toMatchObject({ error: 'no line is free', code: 'ctiRefused', status: 500 });
  model.script = {};
  cli.child.stdin.write('nonsense\n');
  await until('not JSON', () => cli.lines().some((line) => line['code'] === 'badFormat'));
  await floor.query('delete from cordboard_middleware.sessions');
  await until('logged in again', () => cli.lines().some((line) => line['link'] === 'loggedInAgain'), 15_000);
  cli.send({ name: 'GetUserState' });
  await until('it goes on', () =>
    cli.lines().some((line) => (line['reply'] as Line | undefined)?.['name'] === 'UserState'),
  );
  cli.child.stdin.end();
  expect(await cli.exit).toBe(0);
}, 30_000);

test('B24: a login that is refused ends it with 2 and the reason; nobody there as well', async () => {
  const wrong = lineMode('alice', host(), 'not the password');
  expect(await wrong.exit).toBe(2);
  expect(wrong.output()).toContain('Login or password is wrong.');
  const nobody = createServer().listen(0, '127.0.0.1');
  await until('a port', () => nobody.address() !== null);
  const { port } = nobody.address() as AddressInfo;
  await new Promise((resolve) => nobody.close(resolve));
  const alone = lineMode('alice', `127.0.0.1:${port}`);
  expect(await alone.exit).toBe(2);
  expect(alone.output()).toMatch(/^cordboard-cli: .+\n$/u);
});

test('B24: nothing to tell is nothing to say, and a middleware that went away is come back to', async () => {
  let polls = 0;
  let isBroken = false;
  const server = createServer((request, response) => {
    if (request.url === '/api/v1/login')
      return void response.setHeader('content-type', 'application/json').end('{"token":"t"}');
    if (request.url?.startsWith('/api/v1/events') !== true) return void response.writeHead(204).end();
    polls += 1;
    if (isBroken) return void request.socket.destroy();
    setTimeout(() => response.writeHead(204).end(), 20);
  }).listen(0, '127.0.0.1');
  await until('a port', () => server.address() !== null);
  const cli = lineMode('alice', `127.0.0.1:${(server.address() as AddressInfo).port}`);
  await until('polled', () => polls > 5);
  expect(new Set(cli.lines().map((line) => JSON.stringify(line)))).toEqual(new Set(['{"link":"connected"}']));
  isBroken = true;
  await until('it is said', () => cli.lines().some((line) => line['link'] === 'away'));
  isBroken = false;
  const before = polls;
  await until('it came back', () => polls > before + 3 && cli.lines().at(-1)?.['link'] === 'connected');
  cli.child.stdin.end();
  expect(await cli.exit).toBe(0);
  server.close();
  server.closeAllConnections();
});

test('nobody reads what it says any more: it ends quietly, and is logged out', async () => {
  const cli = lineMode('bob');
  await until('logged in', () => model.attachedTo('bob') === 1);
  cli.child.stdout.destroy();
  for (let n = 0; n < 3; n += 1) cli.send({ name: 'GetCalls' });
  expect(await cli.exit).toBe(0);
  expect(cli.output()).not.toContain('Error');
  await until('logged out', () => model.attachedTo('bob') === 0);
});

test('stopped by a signal: it ends, and is logged out', async () => {
  const cli = lineMode('bob');
  await until('connected', () => cli.lines().some((line) => line['link'] === 'connected'));
  cli.child.kill('SIGTERM');
  expect(await cli.exit).toBe(0);
  await until('logged out', () => model.attachedTo('bob') === 0);
});

test('lines that are no commands are answered, and the next one is served', async () => {
  const cli = lineMode('bob');
  await until('logged in', () => model.attachedTo('bob') === 1);
  for (const line of [
    'null',
    '5',
    '"\\ud800"',
    '[]',
    '\u0000',
    '{"name":"\\u0000"}',
    'x'.repeat(2_000_000),
    '['.repeat(50_000),
  ])
    cli.child.stdin.write(`${line}\n`);
  cli.child.stdin.write(Buffer.from([0xff, 0xfe, 0x0a]));
  cli.send({ name: 'MakeCall', phoneNumber: '['.repeat(100_000) });
  cli.send({ name: 'GetUserState' });
  cli.child.stdin.end();
  expect(await cli.exit).toBe(0);
  expect(cli.lines().filter((line) => 'error' in line)).toHaveLength(10);
  expect(cli.lines().filter((line) => 'reply' in line)).toHaveLength(1);
});

test.skipIf(!hasScript)(
  'B23: on a terminal: keys answer, hold and hang up, the screen follows, and the terminal is left as it was',
  async () => {
    const quoted = [...command, '-a', host(), '-l', 'alice', '--language', 'en'].map((word) => `'${word}'`).join(' ');
    const screen = run('script', ['-qefc', `stty rows 30 cols 100; ${quoted}`, '/dev/null'], {
      CORDBOARD_CLI_PASSWORD: '',
    });
    await until(`asked: ${screen.output()}`, () => screen.output().includes('Password: '));
    screen.child.stdin.write(`${password}\r`);
    await until('the screen', () => screen.output().includes('no calls') && screen.output().includes('connected'));
    const cid = model.ring('alice', { caller: '4711' });
    await until('it rings', () => screen.output().includes('4711') && screen.output().includes('answer'));
    const sent = (name: string): boolean => model.received.some((one) => one.name === name && one['cid'] === cid);
    for (const [key, name] of [
      ['a', 'Answer'],
      ['o', 'Hold'],
      ['h', 'Hangup'],
      ['w', 'Close'],
    ] as const) {
      // A key means something for the call as it is: pressed again until the screen has come to it.
      await until(name, async () => {
        if (!sent(name)) screen.child.stdin.write(key);
        await new Promise((resolve) => setTimeout(resolve, 100));
        return sent(name);
      });
    }
    screen.child.stdin.write('?');
    await until('help', () => screen.output().includes('any key closes this'));
    screen.child.stdin.write('xq');
    await until('left', () => screen.output().includes('\u001B[?1049l'));
    expect(await screen.exit).toBe(0);
    expect(screen.output()).not.toContain(password);
  },
);

test.skipIf(!hasScript)('the terminal goes away: it is logged out all the same', async () => {
  const quoted = [...command, '-a', host(), '-l', 'bob', '--language', 'en'].map((word) => `'${word}'`).join(' ');
  const screen = run('script', ['-qefc', `exec ${quoted}`, '/dev/null'], { CORDBOARD_CLI_PASSWORD: password });
  await until('the screen', () => screen.output().includes('no calls') && screen.output().includes('connected'));
  expect(model.attachedTo('bob')).toBe(1);
  screen.child.kill('SIGKILL');
  await until('logged out', () => model.attachedTo('bob') === 0);
});
