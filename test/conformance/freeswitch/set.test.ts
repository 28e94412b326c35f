// The configuration set that installs by copying: well-formed, closed towards others, and saying what the driver listens for.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect, test } from 'vitest';
import { limits } from '../../../packages/server/src/limits.ts';

const folder = join(import.meta.dirname, '../../../deploy/freeswitch');
const files = readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => relative(folder, join(entry.parentPath, entry.name)));
const textOf = (file: string): string => readFileSync(join(folder, file), 'utf8');
const saidIn = (file: string): string => textOf(file).replaceAll(/<!--[\s\S]*?-->/gu, '');

/** What XML 1.0 asks of elements, attributes and comments, as far as these files use them. */
function fault(text: string): string | null {
  const open: string[] = [];
  const rest = text.replaceAll(/<!--([\s\S]*?)-->/gu, (_, said: string) => (said.includes('--') ? '<bad comment' : ''));
  const token = /<\?xml[^?]*\?>|<(\/?)([A-Za-z][\w.-]*)((?:\s+[A-Za-z][\w.-]*="[^"<]*")*)\s*(\/?)>|[^<>]+|[<>]/gu;
  let roots = 0;
  for (const [whole, close, name = '', attributes = '', single] of rest.matchAll(token)) {
    if (whole === '<' || whole === '>' || /&(?!(?:amp|lt|gt|quot|apos|#\d+);)/u.test(whole)) return `at ${whole}`;
    const names = [...attributes.matchAll(/([\w.-]+)=/gu)].map(([, attribute]) => attribute);
    if (new Set(names).size < names.length) return `an attribute twice in ${name}`;
    if (name === '') {
      if (open.length === 0 && !whole.startsWith('<?') && whole.trim() !== '') return `text outside: ${whole.trim()}`;
    } else if (close === '/') {
      if (open.pop() !== name) return `</${name}>`;
    } else {
      if (open.length === 0) roots += 1;
      if (single !== '/') open.push(name);
    }
  }
  if (open.length > 0) return `no end of ${open.join(', ')}`;
  return roots === 1 ? null : `${roots} roots`;
}

test.each([
  ['<a><b x="1"/></a>', true],
  ['<a><b></a></b>', false],
  ['<a x=1/>', false],
  ['<a x="1" x="2"/>', false],
  ['<a>b & c</a>', false],
  ['<a/><b/>', false],
  ['<!-- a -- b --><a/>', false],
])('the check itself: %s', (text, isRight) => {
  expect(fault(text) === null).toBe(isRight);
});

test.each(files)('%s is well-formed', (file) => {
  expect(fault(textOf(file))).toBeNull();
});

test('whatever is included is there', () => {
  for (const file of files)
    for (const [, data = ''] of saidIn(file).matchAll(/cmd="include" data="([^"]+)"/gu)) {
      // FreeSWITCH looks beside the file that includes.
      const wanted = join(dirname(file), data);
      const matches = files.filter((one) => dirname(one) === dirname(wanted));
      expect(matches, `${file}: ${data}`).not.toEqual([]);
    }
});

test('the event socket is for this machine alone, and no password is a real one', () => {
  const socket = saidIn('autoload_configs/event_socket.conf.xml');
  expect(socket).toContain('name="listen-ip" value="127.0.0.1"');
  expect(socket).toContain('name="apply-inbound-acl" value="cordboard"');
  expect(saidIn('autoload_configs/acl.conf.xml')).toContain('<list name="cordboard" default="deny">');
  for (const file of files)
    for (const [, value] of textOf(file).matchAll(/name="(?:password|a1-hash)" value="([^"]*)"/gu))
      expect(value, file).toBe('change-me');
  for (const file of files.filter((one) => one.startsWith('directory/')))
    expect(saidIn(file)).not.toContain('name="password"');
});

test('what the driver listens for is what the dialplan says', () => {
  const dialplan = saidIn('dialplan/cordboard.xml');
  for (const said of ['cordboard_kind=telephone', 'cordboard_kind=trunk', 'cordboard_dialled=$1', 'cordboard_trunk=$1'])
    expect(dialplan).toContain(said);
  const parks = dialplan.match(/application="park"/gu)?.length;
  for (const said of [
    'max_session_transfers=1000000000',
    `media_timeout=${limits.eslMediaSilenceMs}`,
    `media_hold_timeout=${limits.eslMediaHoldMs}`,
  ])
    expect(dialplan.split(said)).toHaveLength((parks ?? 0) + 1);
  for (const [profile, context] of [
    ['internal', 'cordboard-telephones'],
    ['external', 'cordboard-trunks'],
  ] as const) {
    expect(saidIn(`sip_profiles/${profile}.xml`)).toContain(`name="context" value="${context}"`);
    expect(dialplan).toContain(`<context name="${context}">`);
  }
  expect(saidIn('autoload_configs/conference.conf.xml')).toContain('<profile name="cordboard">');
});

test('whom FreeSWITCH lets in without asking is turned away before he is marked', () => {
  const [, telephones = '', trunks = ''] = saidIn('dialplan/cordboard.xml').split('<context ');
  for (const [context, field] of [
    [telephones, 'field="${user_name}" expression="^$"'],
    [trunks, 'field="${sofia_profile_name}" expression="^(?!external$)"'],
  ] as const) {
    expect(context).toContain(field);
    expect(context.indexOf(field)).toBeLessThan(context.indexOf('cordboard_kind='));
  }
});
