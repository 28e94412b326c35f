// For clients that know only the seed: no status that it does not name, and the same refusals.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openMiddlewareFloor, type MiddlewareFloor } from '../support/middleware-floor.ts';
import { NccModel } from '../support/ncc-model/model.ts';
import { openPostgres, type PostgresServer } from '../support/postgres-server.ts';
import { until } from '../support/until.ts';

let postgres: PostgresServer;
let model: NccModel;
let floor: MiddlewareFloor;

beforeAll(async () => {
  [postgres, model] = await Promise.all([openPostgres(), NccModel.open()]);
  model.addUser({ login: 'alice', number: '8001', phone: 'soft' });
  floor = await openMiddlewareFloor(postgres, { ctiUrl: model.url, users: ['alice'], strictCodes: true });
  await until('connected', async () => (await floor.program().ask('GET', '/healthz')).status === 200);
});
afterAll(async () => {
  await floor.close();
  await model.close();
  await postgres.close();
});

test('B18: with strictCodes what is wrong with a command is 500, and its code still says what', async () => {
  const alice = await floor.agent('alice');
  for (const [command, code] of [
    [{ name: 'Dance' }, 'unknownCommand'],
    [{ name: 'Hold', cid: 1 }, 'badField'],
    [{ name: 'AttachToUser' }, 'notAllowed'],
    [{ name: 'Answer', cid: 99 }, 'foreignCall'],
    [{ name: 'GetCalls', login: 'bob' }, 'foreignLogin'],
  ] as const)
    expect(await alice.control(command)).toMatchObject({ status: 500, body: { code } });
  expect((await alice.ask('GET', '/api/v1/events?max=x')).status).toBe(500);
  alice.token = '';
  expect((await alice.control({ name: 'GetCalls' })).status).toBe(401);
});

test('B10: with strictCodes a login is answered by 200, 400, 401 or 500', async () => {
  const program = floor.program();
  expect((await program.ask('POST', '/api/v1/login', {})).status).toBe(400);
  expect((await program.ask('POST', '/api/v1/login', `"${'x'.repeat(100_000)}"`)).status).toBe(400);
  const codes = new Set<unknown>();
  for (let n = 0; n < 40; n += 1) {
    const { status, body } = await program.login('alice', `guess-${n}`);
    expect(status).toBe(401);
    codes.add((body as { code: string }).code);
    if (codes.size === 2) break;
  }
  expect(codes).toEqual(new Set(['wrongPair', 'tooManyTries']));
});
