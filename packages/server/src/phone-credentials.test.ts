// A page is given a secret that its switch knows, or none.
import { expect, test } from 'vitest';
import { SipSecrets } from './accounts/sip-secrets.ts';
import type { BrowserPhones } from './drivers/browser-phones.ts';
import { phoneCredentials } from './phone-credentials.ts';

const sipDomain = 'a.example';
const secrets = (): SipSecrets => new SipSecrets({ realm: sipDomain, now: Date.now });
const phones = (admit: BrowserPhones['admit']): BrowserPhones => ({
  admit,
  dismiss: () => undefined,
  accept: () => undefined,
});

test('the switch knows the secret before the page does, and says under which address it registers', async () => {
  const known = secrets();
  const browserPhones = phones(async (phone) => {
    expect(known.ofSession('8001', 's1')).toHaveLength(1);
    return `${phone.deviceId}~page`;
  });
  const given = await phoneCredentials({ secrets: known, browserPhones, sipDomain }, '8001', 's1');
  expect(given).toEqual({
    user: '8001',
    address: '8001~page',
    domain: sipDomain,
    password: expect.any(String),
    expiresAt: expect.any(Number),
  });
});

test('a switch that is away is said to be so: what was valid stays, and what nobody was told of is no secret', async () => {
  const known = secrets();
  const before = known.issue('8001', 's1');
  const parts = { secrets: known, browserPhones: phones(() => Promise.resolve(null)), sipDomain };
  for (const _ of Array.from({ length: 20 }))
    expect(await phoneCredentials(parts, '8001', 's1')).toMatchObject({ refused: 'phoneUnavailable' });
  expect(known.ofSession('8001', 's1').map(({ expiresAt }) => expiresAt)).toEqual([before.expiresAt]);
});

test('a switch without telephones in browsers gives out nothing', async () => {
  const known = secrets();
  expect(await phoneCredentials({ secrets: known, sipDomain }, '8001', 's1')).toMatchObject({
    refused: 'phoneUnavailable',
  });
  expect(known.issued()).toEqual([]);
});
