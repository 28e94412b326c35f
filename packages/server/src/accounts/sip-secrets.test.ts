// What telephones prove themselves with, and until when.
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { limits } from '../limits.ts';
import { ha1Of, SipSecrets } from './sip-secrets.ts';

const realm = 'example.org';
const md5 = (text: string): string => createHash('md5').update(text).digest('hex');
const create = (): { secrets: SipSecrets; clock: { nowMs: number } } => {
  const clock = { nowMs: 1000 };
  return { secrets: new SipSecrets({ realm, now: () => clock.nowMs }), clock };
};

test('HA1 is what RFC 7616 §3.9.1 says', () => {
  expect(ha1Of('Mufasa', 'http-auth@example.org', 'Circle of Life')).toEqual({
    md5: '3d78807defe7de2157e2b0b6573a855f',
    sha256: '7987c64c30e25f1b74be53f966b49b90f2808aa92faf9a00262392d7b4794232',
  });
});

test('a device has its permanent secret and those of its browser sessions', async () => {
  const { secrets } = create();
  const kept = { deviceId: '8001', realm, ...ha1Of('8001', realm, 'desk') };
  await secrets.load({ deviceSecrets: () => Promise.resolve([kept]) }, 'demo');
  const { password } = secrets.issue('8001', 's1');
  expect(secrets.ha1('8001', realm, 'SHA-256')).toEqual([kept.sha256, ha1Of('8001', realm, password).sha256]);
  expect(secrets.unguessableHa1('8001', realm, 'SHA-256')).toEqual([ha1Of('8001', realm, password).sha256]);
  expect(secrets.ha1('8001', realm, 'MD5')).toEqual([kept.md5, md5(`8001:${realm}:${password}`)]);
  expect(secrets.ha1('8001', 'another', 'MD5')).toEqual([]);
  expect(secrets.ha1('8002', realm, 'MD5')).toEqual([]);
});

test('a session that closes takes its passwords along, and no others', () => {
  const { secrets } = create();
  const gone = ha1Of('8001', realm, secrets.issue('8001', 's1').password);
  const other = secrets.issue('8001', 's2');
  expect(secrets.revoke('s1')).toEqual([{ deviceId: '8001', sessionId: 's1', ha1s: [gone.md5, gone.sha256] }]);
  expect(secrets.revoke('unknown')).toEqual([]);
  expect(secrets.ha1('8001', realm, 'MD5')).toEqual([ha1Of('8001', realm, other.password).md5]);
});

test('a switch that keeps secrets of its own is given those of a session at a device, as long as they are valid', () => {
  const { secrets, clock } = create();
  const first = secrets.issue('8001', 's1');
  clock.nowMs += 500;
  const second = secrets.issue('8001', 's1');
  secrets.issue('8002', 's1');
  secrets.issue('8001', 's2');
  const md5Of = (issued: { password: string }): string => ha1Of('8001', realm, issued.password).md5;
  expect(secrets.ofSession('8001', 's1')).toEqual([
    { ha1: md5Of(first), expiresAt: first.expiresAt },
    { ha1: md5Of(second), expiresAt: second.expiresAt },
  ]);
  expect(secrets.issued().map(({ deviceId, sessionId }) => `${deviceId} ${sessionId}`)).toEqual([
    '8001 s1',
    '8001 s1',
    '8002 s1',
    '8001 s2',
  ]);
  clock.nowMs = first.expiresAt;
  expect(secrets.ofSession('8001', 's1').map(({ ha1 }) => ha1)).toEqual([md5Of(second)]);
  expect(secrets.issued()).toHaveLength(3);
});

test('one that nobody was told of is withdrawn, and the others stay', () => {
  const { secrets } = create();
  const kept = secrets.issue('8001', 's1');
  secrets.withdraw('8001', 's1', secrets.issue('8001', 's1'));
  expect(secrets.ha1('8001', realm, 'MD5')).toEqual([ha1Of('8001', realm, kept.password).md5]);
});

test('passwords end with time', () => {
  const { secrets, clock } = create();
  const { expiresAt } = secrets.issue('8001', 's1');
  expect(expiresAt).toBe(1000 + limits.phoneCredentialLifetimeMs);
  clock.nowMs = expiresAt;
  expect(secrets.ha1('8001', realm, 'MD5')).toEqual([]);
});

test('a session has only so many, the newest', () => {
  const { secrets } = create();
  const issued = Array.from({ length: limits.phoneCredentialsPerSession + 2 }, () => secrets.issue('8001', 's1'));
  const newest = issued.slice(2).map(({ password }) => ha1Of('8001', realm, password).md5);
  expect(secrets.ha1('8001', realm, 'MD5')).toEqual(newest);
});

test('all sessions together have only so many', () => {
  const { secrets } = create();
  for (let index = 0; index <= limits.phoneCredentialsMax; index++) secrets.issue('8001', `s${index}`);
  expect(secrets.ha1('8001', realm, 'MD5')).toHaveLength(limits.phoneCredentialsMax);
});
