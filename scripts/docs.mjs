// Writes the generated documents and sounds; with `--check`, only says which are not current.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { register } from 'tsx/esm/api';

register();
const { documents } = await import('../packages/contract/src/documents/index.ts');
const { agentBarPage } = await import('../packages/contract/src/documents/agentbar.page.ts');
const { asteriskSounds } = await import('../test/support/asterisk-sounds.ts');
const { exerciseIndex } = await import('../test/support/exercise-index.ts');
const { statesPage } = await import('../packages/domain/src/states.ts');
const { configurationPage } = await import('../packages/server/src/configuration/page.ts');
const top = new URL('../', import.meta.url);
const { version } = JSON.parse(readFileSync(new URL('package.json', top), 'utf8'));
const check = process.argv.includes('--check');
const pages = {
  ...documents(version),
  'docs/protocol/agentbar.md': agentBarPage(exerciseIndex(fileURLToPath(top))),
  'docs/states.md': statesPage(),
  'docs/configuration.md': configurationPage(),
  ...asteriskSounds(),
};
for (const [path, contents] of Object.entries(pages)) {
  const wanted = Buffer.from(contents);
  const place = new URL(path, top);
  let now = Buffer.alloc(0);
  try {
    now = readFileSync(place);
  } catch {
    // Not there yet.
  }
  if (now.equals(wanted)) continue;
  console.log(check ? `${path} is not current` : `${path} written`);
  if (check) process.exitCode = 1;
  else {
    mkdirSync(new URL('.', place), { recursive: true });
    writeFileSync(place, wanted);
  }
}
