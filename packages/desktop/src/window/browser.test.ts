// Which browser opens the window, on each system.
import { expect, test } from 'vitest';
import { findBrowser } from './browser.ts';

const place = (platform: NodeJS.Platform, environment: Record<string, string>, ...installed: string[]) =>
  findBrowser({ platform, environment, exists: (path) => installed.includes(path) });

test('on Linux the first of the path', () => {
  expect(place('linux', { PATH: '/usr/bin:/opt/bin' }, '/opt/bin/chromium', '/usr/bin/microsoft-edge')).toBe(
    '/opt/bin/chromium',
  );
  expect(place('linux', { PATH: '/usr/bin' }, '/opt/bin/chromium')).toBeNull();
  expect(place('linux', {})).toBeNull();
});

test('on macOS among the applications', () => {
  const edge = '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge';
  expect(place('darwin', { HOME: '/home' }, edge)).toBe(edge);
});

test('on Windows under the program folders', () => {
  const chrome = 'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe';
  expect(place('win32', { PROGRAMFILES: 'C:\\Program Files' }, chrome)).toBe(chrome);
});
