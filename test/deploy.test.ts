// What is shipped for installation says what is so: the Compose file is YAML, its files exist, and its settings are settings.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { vocabulary } from '../packages/server/src/configuration/vocabulary.ts';
import { settingsSchema } from '../packages/server/src/configuration/settings.ts';

const folder = join(import.meta.dirname, '../deploy/compose');
type Service = {
  readonly image?: string;
  readonly build?: { readonly context: string; readonly dockerfile: string };
  readonly environment?: Readonly<Record<string, string>>;
  readonly depends_on?: Readonly<Record<string, object>>;
  readonly volumes?: readonly string[];
  readonly profiles?: readonly string[];
};
const compose = parse(readFileSync(join(folder, 'compose.yaml'), 'utf8')) as {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, null>>;
};
const example = readFileSync(join(folder, 'env.example'), 'utf8');
const services = Object.entries(compose.services);

test('every service has an image, or a Dockerfile whose copied files are there', () => {
  const top = join(folder, '../..');
  for (const [name, { image, build }] of services) {
    expect(image ?? build, name).toBeDefined();
    if (build === undefined) continue;
    expect(join(folder, build.context)).toBe(top.replace(/\/$/u, ''));
    const text = readFileSync(join(top, build.dockerfile), 'utf8');
    for (const [, from = ''] of text.matchAll(/^COPY (\S+)/gmu))
      expect(existsSync(join(top, from.replace(/\*.*$/u, ''))), from).toBe(true);
  }
});

test('services and volumes that are named are there', () => {
  for (const [, { depends_on: needed = {}, volumes = [] }] of services) {
    for (const name of Object.keys(needed)) expect(Object.keys(compose.services)).toContain(name);
    for (const volume of volumes)
      if (!volume.startsWith('.')) expect(Object.keys(compose.volumes)).toContain(volume.split(':')[0]);
  }
});

test('what Cordboard is given are settings that it takes', () => {
  const environment = compose.services['cordboard']?.environment ?? {};
  const known = new Set(vocabulary.keys.map(({ variable }) => variable));
  for (const name of Object.keys(environment)) if (name !== 'DATABASE_URL') expect(known).toContain(name);
});

test('each switch of the example is a service of its profile, and settings that Cordboard takes', () => {
  const values = (name: string): string[] =>
    [...example.matchAll(new RegExp(`^#?${name}=(.+)$`, 'gmu'))].map(([, value = '']) => value);
  const profiles = values('COMPOSE_PROFILES');
  const [trunks = ''] = values('TRUNKS');
  const kinds = values('SWITCHES').map((text) => {
    const switches = JSON.parse(text.replace('${SWITCH_PASSWORD}', 'secret')) as unknown;
    return settingsSchema.parse({ switches, trunks: JSON.parse(trunks) as unknown }).switches[0]?.kind;
  });
  expect(profiles).toEqual(['asterisk', 'freeswitch']);
  expect(kinds).toEqual(profiles);
  for (const name of profiles) expect(compose.services[name]?.profiles).toEqual([name]);
});

test('every variable of the Compose file stands in the example', () => {
  const text = readFileSync(join(folder, 'compose.yaml'), 'utf8');
  for (const [, name] of text.matchAll(/\$\{(\w+)/gu)) expect(example).toContain(`${name}=`);
});
