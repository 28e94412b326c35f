// Signing in and out: what gets in, what does not, what is written down, what is slowed down.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AgentId, Configuration, GroupId, RoleId, TenantId } from '@cordboard/domain';
import type { Authenticated } from '../core.ts';
import { limits } from '../limits.ts';
import { createPostgresStore } from '../storage/postgres-store.ts';
import type { AuditEntry, Store } from '../storage/store.ts';
import { createAccounts, type Accounts } from './accounts.ts';

const by = { who: '1000', address: '10.0.0.1' };
const address = '192.0.2.7';
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
const agentId = '1001' as AgentId;
const password = 'correct horse battery';

const configuration: Configuration = {
  tenant: { id: 'demo' as TenantId, name: 'Demo', outboundPatterns: [], displayNumber: '', linkLossGraceMs: 1 },
  agents: [{ id: agentId, name: 'Li Na', groupId: 'g' as GroupId, roleId: 'r' as RoleId, skills: {} }],
  groups: [{ id: 'g' as GroupId, name: 'G' }],
  roles: [{ id: 'r' as RoleId, name: 'R', rank: 'supervisor', scope: 'group', rights: ['listen'] }],
  devices: [],
  queues: [],
  ivrs: [],
  accessNumbers: [],
  customers: [],
};

let folder: string;
let store: Store;
let accounts: Accounts;
let nowMs = 1_700_000_000_000;
let audited: AuditEntry[] = [];
/** The database as accounts see it; `away` cuts it off. */
let away = false;
const reach =
  <Arguments extends unknown[], Result>(call: (...given: Arguments) => Promise<Result>) =>
  (...given: Arguments): Promise<Result> =>
    away ? Promise.reject(new Error('away')) : call(...given);
const create = (): Accounts =>
  createAccounts({
    store: {
      users: {
        ...store.users,
        byLogin: reach((tenantId: string, login: string) => store.users.byLogin(tenantId, login)),
      },
      sessions: { ...store.sessions, byTokenHash: reach((hash: string) => store.sessions.byTokenHash(hash)) },
      configuration: reach((tenantId: string) => store.configuration(tenantId)),
      tenants: reach(() => store.tenants()),
      audit: (entry) => store.audit(entry),
    },
    now: () => nowMs,
    log: silent,
    audit: (entry) => Promise.resolve(void audited.push(entry)),
  });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cordboard-accounts-'));
  store = createPostgresStore({ dataFolder: folder, log: silent });
  await store.open();
  await store.saveConfiguration('demo', configuration);
  const made = await create().createUser({ tenantId: 'demo', agentId, login: 'Li.Na', password }, by);
  expect(made).toBeNull();
});
afterAll(async () => {
  await store.close();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(() => {
  audited = [];
  accounts = create();
});

async function signIn(login = 'li.na'): Promise<Authenticated> {
  const answer = await accounts.authenticate({ login, password }, address);
  if ('refused' in answer) throw new Error(answer.refused);
  return answer;
}

test('a login and its password give a session, a person and a token that gives the same session again', async () => {
  const first = await signIn(' LI.na ');
  expect(first.session).toMatchObject({ tenantId: 'demo', agentId, rank: 'supervisor' });
  expect(first.person).toEqual({ name: 'Li Na', groupId: 'g', scope: 'group', rights: ['listen'] });
  expect(first.expiresAt).toBe(nowMs + limits.tokenLifetimeMs);
  expect(await accounts.authenticateToken(first.token, address)).toEqual(first);
  expect(await create().authenticateToken(first.token, address)).toEqual(first);
});

test.each(['li.na@demo', 'li.na'])('the tenant can be left out or be part of the login: %s', async (login) => {
  expect((await signIn(login)).session.tenantId).toBe('demo');
});

test.each([
  ['a wrong password', { login: 'li.na', password: 'wrong password' }],
  ['an unknown login', { login: 'nobody', password }],
  ['an unknown tenant', { login: 'li.na', password, tenantId: 'elsewhere' }],
  ['a login beyond the limit', { login: 'x'.repeat(5000), password }],
  ['a password beyond the limit', { login: 'li.na', password: 'x'.repeat(5000) }],
])('%s gets the same answer as every other failure', async (_, credentials) => {
  expect(await accounts.authenticate(credentials, address)).toEqual({ refused: 'notAuthenticated' });
});

test('no failure is written down with the name that was tried or a password', async () => {
  await accounts.authenticate({ login: 'secret-typed-as-name', password: 'another secret' }, address);
  await accounts.authenticate({ login: 'li.na', password: 'another secret' }, address);
  expect(audited.map(({ what }) => what)).toEqual(['signInFailed', 'signInFailed']);
  expect(JSON.stringify(audited)).not.toMatch(/secret|li\.na/);
});

test('a success is written down without the token', async () => {
  const { token, session } = await signIn();
  expect(audited).toEqual([
    { at: nowMs, tenantId: 'demo', who: agentId, what: 'signIn', address, detail: { sessionId: session.sessionId } },
  ]);
  expect(JSON.stringify(audited)).not.toContain(token);
});

test('after some wrong passwords one has to wait, longer and longer, and even the right one is not looked at', async () => {
  const attempt = (word: string) => accounts.authenticate({ login: 'li.na', password: word }, address);
  for (let failure = 0; failure < limits.signInFreeFailures; failure++) {
    expect(await attempt('wrong password')).toEqual({ refused: 'notAuthenticated' });
  }
  expect(await attempt(password)).toMatchObject({ refused: 'limitReached', retryAfterMs: limits.signInFirstDelayMs });
  nowMs += limits.signInFirstDelayMs;
  expect(await attempt('wrong password')).toEqual({ refused: 'notAuthenticated' });
  expect(await attempt(password)).toMatchObject({ retryAfterMs: 2 * limits.signInFirstDelayMs });
  nowMs += 2 * limits.signInFirstDelayMs;
  expect(await attempt(password)).toHaveProperty('token');
  expect(await attempt('wrong password')).toEqual({ refused: 'notAuthenticated' });
});

test('attempts made at the same time are counted before they are answered', async () => {
  const attempts = Array.from({ length: 20 }, () =>
    accounts.authenticate({ login: 'li.na', password: 'wrong password' }, address),
  );
  const answers = await Promise.all(attempts);
  expect(answers.filter((answer) => 'refused' in answer && answer.refused === 'notAuthenticated')).toHaveLength(
    limits.signInFreeFailures,
  );
});

test('guesses from elsewhere do not lock somebody out where he has signed in before', async () => {
  await signIn();
  for (let failure = 0; failure < 3 * limits.signInFreeFailures; failure++) {
    await accounts.authenticate({ login: 'li.na', password: 'wrong password' }, '198.51.100.9');
  }
  expect(await accounts.authenticate({ login: 'li.na', password }, '198.51.100.9')).toMatchObject({
    refused: 'limitReached',
  });
  await signIn();
});

test.each([
  ['a login', { login: 'li.na\0', password }],
  ['a tenant in it', { login: 'li.na@de\0mo', password }],
  ['a tenant', { login: 'li.na', password, tenantId: 'de\0mo' }],
])('%s that no database could look up is wrong, and counts as a guess', async (_what, credentials) => {
  expect(await accounts.authenticate(credentials, address)).toEqual({ refused: 'notAuthenticated' });
  expect(audited).toMatchObject([{ what: 'signInFailed', tenantId: 'demo' }]);
});

test('an address that tries many accounts is slowed down', async () => {
  for (let failure = 0; failure < limits.signInFreeFailuresPerAddress; failure++) {
    await accounts.authenticateToken('no token at all', address);
  }
  expect(await accounts.authenticate({ login: 'li.na', password }, address)).toMatchObject({ refused: 'limitReached' });
  expect(await accounts.authenticate({ login: 'li.na', password }, '198.51.100.10')).toHaveProperty('token');
});

test('a token ends by revocation and by age', async () => {
  const first = await signIn();
  const second = await signIn();
  await accounts.revokeToken(first.token);
  expect(await accounts.authenticateToken(first.token, address)).toEqual({ refused: 'notAuthenticated' });
  expect(await create().authenticateToken(first.token, address)).toEqual({ refused: 'notAuthenticated' });
  nowMs += limits.tokenLifetimeMs;
  expect(await accounts.authenticateToken(second.token, address)).toEqual({ refused: 'notAuthenticated' });
});

test('a new password ends the sessions that the old one opened', async () => {
  const { token } = await signIn();
  expect(await accounts.setPassword('demo', 'li.na', 'short', by)).toMatchObject({ refused: 'invalidParameter' });
  expect(await accounts.setPassword('demo', 'nobody', 'long enough', by)).toMatchObject({ refused: 'unknownAgent' });
  expect(await accounts.setPassword('demo', 'li.na', password, by)).toBeNull();
  expect(await accounts.authenticateToken(token, address)).toEqual({ refused: 'notAuthenticated' });
  await signIn();
});

test('a disabled user does not get in', async () => {
  const user = await store.users.byLogin('demo', 'li.na');
  if (user === null) throw new Error('no user');
  await store.users.save({ ...user, disabled: true });
  expect(await accounts.authenticate({ login: 'li.na', password }, address)).toEqual({ refused: 'notAuthenticated' });
  await store.users.save(user);
});

test('a login is given once', async () => {
  const again = { tenantId: 'demo', agentId: '1002' as AgentId, login: 'LI.NA', password };
  expect(await accounts.createUser(again, by)).toMatchObject({ refused: 'invalidParameter', field: 'login' });
});

test('while the database is away known sessions go on and passwords are refused kindly', async () => {
  const { token } = await signIn();
  const stranger = await create().authenticate({ login: 'li.na', password }, address);
  away = true;
  nowMs += limits.configurationCacheMs;
  expect(await accounts.authenticateToken(token, address)).toHaveProperty('session');
  const unknown = 'token' in stranger ? stranger.token : '';
  expect(await accounts.authenticateToken(unknown, address)).toMatchObject({ refused: 'limitReached' });
  expect(await accounts.authenticate({ login: 'li.na', password }, address)).toMatchObject({ refused: 'limitReached' });
  away = false;
  expect(await accounts.authenticateToken(unknown, address)).toHaveProperty('session');
});

test("one changes one's own password with the old one; other sessions end, this one goes on", async () => {
  const own = await signIn();
  const other = await signIn();
  const change = (oldPassword: string, newPassword: string) =>
    accounts.changePassword(own, { oldPassword, newPassword }, address);
  expect(await change('guessed', 'another fine password')).toEqual({ refused: 'wrongPassword', field: 'oldPassword' });
  expect(await change(password, 'short')).toMatchObject({ refused: 'invalidParameter', field: 'newPassword' });
  expect(await change(password, 'another fine password')).toBeNull();
  expect(await accounts.authenticateToken(own.token, address)).toMatchObject({ token: own.token });
  expect(await accounts.authenticateToken(other.token, address)).toEqual({ refused: 'notAuthenticated' });
  expect(audited.map(({ what }) => what)).toContain('passwordChanged');
  expect(JSON.stringify(audited)).not.toContain('fine password');
  const back = { oldPassword: 'another fine password', newPassword: password };
  expect(await accounts.changePassword(own, back, address)).toBeNull();
});

test('whoever guesses at the old password is slowed down', async () => {
  const own = await signIn();
  const guess = () => accounts.changePassword(own, { oldPassword: 'x', newPassword: 'another fine password' }, address);
  const answers = [];
  for (let nth = 0; nth <= limits.signInFreeFailures; nth += 1) answers.push(await guess());
  expect(answers.at(-1)).toMatchObject({ refused: 'limitReached' });
});
