// The demonstration is whole: every name in it leads somewhere, its passwords work, and it never touches a tenant that exists.
import { mkdtempSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createWorld } from '@cordboard/domain';
import type { Configuration, Target } from '@cordboard/domain';
import type { User, UserStore } from '../storage/store.ts';
import { banner } from './banner.ts';
import { demoConfiguration } from './demo-configuration.ts';
import { ensureDemoTenant, passwordsFile } from './demo-tenant.ts';
import type { DemoParts } from './demo-tenant.ts';
import { ha1Of, newPassword } from './passwords.ts';

const configuration = demoConfiguration('demo');

function exists({ queues, ivrs, ivrProfiles, agents, devices }: Configuration, target: Target): boolean {
  switch (target.kind) {
    case 'queue':
      return queues.some((each) => each.id === target.queueId);
    case 'ivr':
      return ivrs.some((each) => each.id === target.ivrId);
    case 'ivrProfile':
      return ivrProfiles?.some((each) => each.id === target.ivrProfileId) === true;
    case 'agent':
      return agents.some((each) => each.id === target.agentId);
    case 'device':
      return devices.some((each) => each.id === target.deviceId);
    case 'number':
    case 'hangUp':
      return true;
  }
}

test('everything that is named is there', () => {
  const { agents, groups, roles, queues, ivrs, accessNumbers } = configuration;
  for (const agent of agents) {
    expect(groups.map((group) => group.id)).toContain(agent.groupId);
    expect(roles.map((role) => role.id)).toContain(agent.roleId);
  }
  for (const member of queues.flatMap((queue) => queue.members)) {
    expect(agents.map((agent) => agent.id)).toContain(member.agentId);
  }
  const sends = ivrs.flatMap((ivr) => Object.values(ivr.nodes)).filter((node) => node.kind === 'send');
  for (const profile of configuration.ivrProfiles ?? []) expect(ivrs.map(({ id }) => id)).toContain(profile.ivrId);
  const targets = [...accessNumbers, ...sends].map((each) => each.target);
  for (const target of [...targets, ...queues.map((queue) => queue.overflow)]) {
    expect(exists(configuration, target), JSON.stringify(target)).toBe(true);
  }
});

test('every step of a menu leads to a step, and every step can be reached', () => {
  const { menus, gradingLanguages } = createWorld(configuration).directory;
  expect(gradingLanguages).toEqual(['zh', 'en']);
  expect([...menus.keys()]).toContain('grading:zh');
  for (const ivr of menus.values()) {
    const reached = new Set<string>();
    const waiting = [ivr.start];
    for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
      if (reached.has(name)) continue;
      reached.add(name);
      const node = ivr.nodes[name];
      expect(node, `${ivr.id}.${name}`).toBeDefined();
      if (node?.kind === 'play' || node?.kind === 'grade') waiting.push(node.next);
      if (node?.kind === 'menu') waiting.push(node.otherwise, ...Object.values(node.branches));
      if (node?.kind === 'collect') waiting.push(node.next, node.otherwise);
    }
    expect([...reached].toSorted()).toEqual(Object.keys(ivr.nodes).toSorted());
  }
});

function partsWith(tenants: readonly string[]): DemoParts & { readonly saved: string[]; readonly users: User[] } {
  const saved: string[] = [];
  const users: User[] = [];
  const keep: Pick<UserStore, 'save' | 'saveDeviceSecret'> = {
    save: (user) => Promise.resolve(void users.push(user)),
    saveDeviceSecret: (_tenant, device, realm, ha1) =>
      Promise.resolve(void saved.push(`${device}@${realm} ${ha1.md5}`)),
  };
  return {
    saved,
    users,
    store: {
      tenants: () => Promise.resolve(tenants),
      saveConfiguration: (tenantId) => Promise.resolve(void saved.push(`configuration of ${tenantId}`)),
      users: keep as UserStore,
    },
    hashPassword: (password) => Promise.resolve(`hash of ${password}`),
    tenantId: 'demo',
    sipRealm: 'cordboard.local',
    dataFolder: mkdtempSync(join(tmpdir(), 'cordboard-demo-')),
  };
}

test('the first start makes people and phones, the configuration last', async () => {
  const parts = partsWith([]);
  const made = await ensureDemoTenant(parts);
  expect(made?.logins.map((each) => each.login)).toEqual(['1000', '1001', '1002', '1003', '1004', '1005', '1006']);
  expect(parts.users.map((each) => each.passwordHash)).toEqual(made?.logins.map((each) => `hash of ${each.password}`));
  const [phone] = made?.phones ?? [];
  const { md5 } = ha1Of('8000', 'cordboard.local', phone?.password ?? '');
  expect(parts.saved[0]).toBe(`8000@cordboard.local ${md5}`);
  expect(parts.saved.at(-1)).toBe('configuration of demo');
});

test('the passwords are in a file that only its owner reads', async () => {
  const made = await ensureDemoTenant(partsWith([]));
  const text = readFileSync(made?.file ?? '', 'utf8');
  for (const { password } of [...(made?.logins ?? []), ...(made?.phones ?? [])]) expect(text).toContain(password);
  expect(statSync(made?.file ?? '').mode & 0o777).toBe(0o600);
});

test('a tenant that exists is left alone', async () => {
  const parts = partsWith(['acme']);
  expect(await ensureDemoTenant(parts)).toBeNull();
  expect(parts.saved).toEqual([]);
});

test('passwords differ, and HA1 is the hash of user, realm and password', () => {
  const passwords = Array.from({ length: 100 }, newPassword);
  expect(new Set(passwords).size).toBe(100);
  expect(passwords[0]).toMatch(/^[a-z2-9]{4}(-[a-z2-9]{4}){3}$/);
  // RFC 2617 §3.5
  expect(ha1Of('Mufasa', 'testrealm@host.com', 'Circle Of Life').md5).toBe('939e7578ed9e3c518a452acee763bce9');
});

test('the banner says where to go, and passwords only at the first start', async () => {
  const made = await ensureDemoTenant(partsWith([]));
  const facts = {
    version: '0.1.0',
    url: 'http://127.0.0.1:8080/',
    tenantId: 'demo',
    sip: { host: '127.0.0.1', port: 5060, domain: 'cordboard.local' },
    database: 'embedded PostgreSQL in ./data',
    demo: true,
    switches: [],
    startedInMs: 1234,
  };
  const first = banner({ ...facts, firstStart: made });
  for (const text of [
    'http://127.0.0.1:8080/',
    '5060',
    'npm run call',
    '--sip.host 0.0.0.0',
    made?.logins[0]?.password ?? '-',
  ]) {
    expect(first).toContain(text);
  }
  const elsewhere = banner({ ...facts, switches: [{ id: 'main', url: 'http://192.0.2.5:8088' }], firstStart: null });
  expect(elsewhere).toContain('at main (http://192.0.2.5:8088)');
  expect(elsewhere).not.toContain('sip.host');
  const later = banner({ ...facts, sip: { ...facts.sip, host: '0.0.0.0' }, firstStart: null });
  expect(later).not.toContain('Sign in as');
  expect(later).not.toContain('--sip.host');
  const left = passwordsFile(join(made?.file ?? '', '..'));
  expect(left).toBe(made?.file);
  expect(banner({ ...facts, firstStart: null, passwordsFile: left })).toContain(`Passwords ${made?.file}`);
  expect(passwordsFile(tmpdir())).toBeNull();
});
