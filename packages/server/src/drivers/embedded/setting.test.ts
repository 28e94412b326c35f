// A switch that cannot start names the setting that stands in its way.
import { expect, test } from 'vitest';
import { sipSettingError } from './setting.ts';

const sip = { host: '192.0.2.1', port: 5060, domain: 'x', tls: { port: 5061, key: '', cert: '' } };
const failure = (code: string, port: number): Error => Object.assign(new Error('bind'), { code, port });

test.each([
  ['EADDRINUSE', 5060, 'sip.port'],
  ['EADDRINUSE', 5061, 'sip.tls.port'],
  ['EADDRNOTAVAIL', 5060, 'sip.host'],
  ['EACCES', 5060, 'sip.port'],
])('%s at %i is about %s', (code, port, setting) => {
  const error = sipSettingError(sip, failure(code, port));
  expect(error.setting).toBe(setting);
  expect(error.message).toContain(`set ${setting}`);
  expect(error.message).not.toContain('\n');
});
