// The built class: one script for pages, and modules that need nothing of the contract installed.
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createContext, runInContext } from 'node:vm';
import { build } from 'vite';
import { expect, test } from 'vitest';

const configFile = join(import.meta.dirname, '../../packages/client/vite.config.ts');

async function built(mode: string): Promise<{ readonly folder: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'cordboard-script-'));
  await build({ configFile, mode, logLevel: 'silent', build: { outDir: folder, emptyOutDir: true } });
  return { folder, remove: () => rm(folder, { recursive: true }) };
}

test('a page that loads the script has the class AgentBar, and all of the client under Cordboard', async () => {
  const { folder, remove } = await built('script');
  const script = await readFile(join(folder, 'cordboard.js'), 'utf8');
  const page = createContext({ URL, WebSocket: Object, setTimeout, clearTimeout, queueMicrotask });
  const said: unknown = runInContext(
    `${script};
     const bar = new AgentBar();
     bar.AgentID = 1001;
     let told = [];
     bar.ServerResponse = (...args) => told.push(args);
     [bar.AgentID, bar.DoHold(), typeof bar.DoHoldAsync, typeof Cordboard.CordboardClient, Cordboard.AgentBar === AgentBar]`,
    page,
  );
  expect(said).toEqual(['1001', false, 'function', 'function', true]);
  await remove();
});

test('the modules run where the contract is not installed', async () => {
  const { folder, remove } = await built('production');
  const files = (await readdir(folder)).filter((name) => name.endsWith('.js'));
  expect(files).toEqual(expect.arrayContaining(['agent-bar.js', 'index.js']));
  for (const name of files) expect(await readFile(join(folder, name), 'utf8')).not.toMatch(/from ?["'](?!\.\/)/);
  const { AgentBar } = (await import(pathToFileURL(join(folder, 'agent-bar.js')).href)) as {
    AgentBar: new () => { DoConnect(): number };
  };
  expect(new AgentBar().DoConnect()).toBe(-59);
  await remove();
});
