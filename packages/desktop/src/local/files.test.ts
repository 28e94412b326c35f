// The window's files: nothing outside their folder, and nothing that is no file.
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { filesOf } from './files.ts';

const top = mkdtempSync(join(tmpdir(), 'cordboard-files-'));
const folder = join(top, 'page');
mkdirSync(join(folder, 'assets'), { recursive: true });
writeFileSync(join(top, 'secret.txt'), 'secret');
writeFileSync(join(folder, 'window.html'), '<p>window</p>');
writeFileSync(join(folder, 'assets', 'a.js'), 'x');
const files = filesOf(folder);
const server = createServer((request, response) => {
  if (!files(new URL(request.url ?? '/', 'http://x').pathname, response)) response.writeHead(404).end();
});
let base = '';
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
});
afterAll(() => void server.close());

test('the page and what it loads', async () => {
  const page = await fetch(`${base}/`);
  expect([page.status, page.headers.get('content-type'), await page.text()]).toEqual([
    200,
    'text/html; charset=utf-8',
    '<p>window</p>',
  ]);
  const asset = await fetch(`${base}/assets/a.js`);
  expect([asset.status, asset.headers.get('cache-control')]).toEqual([200, 'public, max-age=31536000, immutable']);
});

test('nothing else', async () => {
  for (const path of [
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/assets',
    '/assets/',
    '/none',
    '/%00',
    '/%',
  ])
    expect((await fetch(`${base}${path}`)).status, path).toBe(404);
});
