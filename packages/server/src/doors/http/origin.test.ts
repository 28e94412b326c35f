// Which pages may connect to this server.
import { expect, test } from 'vitest';
import { mayConnect } from './origin.ts';

const rules = { publicUrl: 'https://cti.example.org/', allowedOrigins: ['https://crm.example.org'] };

test.each([
  ['no origin: not a browser', undefined, 'localhost:8080', false, true],
  ['our own page on localhost', 'http://localhost:8080', 'localhost:8080', false, true],
  ['our own page by address', 'http://192.0.2.7:8080', '192.0.2.7:8080', false, true],
  ['our own page by IPv6 address', 'http://[::1]:8080', '[::1]:8080', false, true],
  ['the CRM', 'https://crm.example.org', 'cti.example.org', true, true],
  ['our public name', 'https://cti.example.org', 'cti.example.org', true, true],
  ['a name that somebody pointed at us', 'http://evil.example:8080', 'evil.example:8080', false, false],
  ['another port of this machine', 'http://localhost:3000', 'localhost:8080', false, false],
  ['another scheme', 'http://crm.example.org', 'cti.example.org', true, false],
  ['a longer name', 'https://crm.example.org.evil.example', 'cti.example.org', true, false],
  ['a sandboxed page', 'null', 'localhost:8080', false, false],
  ['nonsense', 'http://', 'localhost:8080', false, false],
  ['no host', 'http://localhost:8080', undefined, false, false],
])('%s', (_name, origin, host, secure, allowed) => {
  expect(mayConnect(origin, host, secure, rules)).toBe(allowed);
});
