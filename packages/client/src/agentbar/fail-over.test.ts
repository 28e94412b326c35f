// From what a page sets to the addresses that are tried, in their order.
import { afterEach, expect, test, vi } from 'vitest';
import { serverUrls } from './fail-over.ts';
import { initialValues } from './properties.ts';

const urls = (set: object): readonly string[] => serverUrls({ ...initialValues(), ...set });
afterEach(() => vi.unstubAllGlobals());

test.each([
  [{ ServerIP: '10.0.0.1', ServerPort: '8080' }, ['ws://10.0.0.1:8080/agent']],
  [{ ServerIP: 'cti.example.org', ServerPort: '443', UseTls: true }, ['wss://cti.example.org/agent']],
  [{ ServerIP: '10.0.0.1,10.0.0.2', ServerPort: '8080' }, ['ws://10.0.0.1:8080/agent', 'ws://10.0.0.2:8080/agent']],
  [
    { ServerIP: '10.0.0.1, 10.0.0.2', ServerPort: '8080,8081' },
    ['ws://10.0.0.1:8080/agent', 'ws://10.0.0.2:8081/agent'],
  ],
  [{ ServerIP: '10.0.0.1', ServerPort: '8080', ServerIP2: 'b' }, ['ws://10.0.0.1:8080/agent', 'ws://b:8080/agent']],
  [
    { ServerIP: '10.0.0.1', ServerPort: '8080', ServerIP2: 'b', ServerPort2: '9' },
    ['ws://10.0.0.1:8080/agent', 'ws://b:9/agent'],
  ],
  [{ ServerIP: '2001:db8::1', ServerPort: '8080' }, ['ws://[2001:db8::1]:8080/agent']],
])('%j', (set, expected) => {
  expect(urls(set)).toEqual(expected);
});

test.each([
  {},
  { ServerIP: '10.0.0.1' },
  { ServerIP: '10.0.0.1', ServerPort: 'x' },
  { ServerIP: '10.0.0.1', ServerPort: '70000' },
  { ServerIP: 'user@10.0.0.1', ServerPort: '1' },
  { ServerIP: '10.0.0.1/path?', ServerPort: '1' },
])('%j is no address', (set) => {
  expect(urls(set)).toEqual([]);
});

test('a page over https connects over wss, unless it says otherwise', () => {
  vi.stubGlobal('location', { protocol: 'https:' });
  const set = { ServerIP: 'a', ServerPort: '1' };
  expect(urls(set)).toEqual(['wss://a:1/agent']);
  expect(urls({ ...set, UseTls: false })).toEqual(['ws://a:1/agent']);
});
