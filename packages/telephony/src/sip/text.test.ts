// Headers, lists, parameters, URIs and framing: what is read, and what is refused.
import { expect, test } from 'vitest';
import { computeHa1, parseDigest } from './digest.ts';
import { add, header, newRequest, serialize } from './message.ts';
import { parseMessage } from './parser.ts';
import { StreamFraming } from './stream-framing.ts';
import { escapeUser, paramOf, quote, splitList, unquote } from './text.ts';
import { parseNameAddress, parseUri } from './uri.ts';

test('lists are split outside quotes and brackets', () => {
  expect(splitList('"a, b" <sip:x,y@h>;p="1,2", <sip:z@h> ,, c')).toEqual([
    '"a, b" <sip:x,y@h>;p="1,2"',
    '<sip:z@h>',
    'c',
  ]);
});

test('parameters are found whole, whatever their case and quotes', () => {
  expect(paramOf(';xtag=1; TAG = "a;b" ;lr', 'tag')).toBe('a;b');
  expect([paramOf(';lr;x=1', 'lr'), paramOf(';lr;x=1', 'y')]).toEqual(['', null]);
});

test('what is quoted comes back, and cannot break out of its line', () => {
  const name = 'Ann "The \\ Voice" Ö';
  expect(unquote(quote(name))).toBe(name);
  expect(quote('a\r\nVia: evil')).toBe('"a Via: evil"');
});

test.each([
  ['sip:a@[2001:db8::1]:5070;transport=tcp', { user: 'a', host: '2001:db8::1', port: 5070, params: ';transport=tcp' }],
  ['SIPS:%61:pw@Host.Example', { scheme: 'sips', user: 'a', host: 'host.example', port: 0 }],
  ['sip:host', { user: '', host: 'host' }],
  ['tel:+1-201;phone-context=x', { scheme: 'tel', user: '+1-201' }],
])('%s is read', (text, expected) => {
  expect(parseUri(text)).toMatchObject(expected);
});

test.each(['sip:', 'sip:@h', 'sip:a@h:99999', 'sip:a@h:', 'sip:a@[::1', 'sip:a@b c', 'nothing', '1:2'])(
  '%s is no URI',
  (text) => {
    expect(parseUri(text)).toBe(null);
  },
);

test.each(['"open <sip:a@b>', '<sip:a@b', '<>', 'Bell, A <sip:a@b>', '<sip:a@b>;;', '<sip:a@b>;x="1'])(
  '%s is no address',
  (text) => {
    expect(parseNameAddress(text)).toBe(null);
  },
);

test('a user part is escaped so that it cannot become another URI', () => {
  expect(escapeUser('1001@evil>;x "ö')).toBe('1001%40evil%3E;x%20%22%C3%B6');
  expect(escapeUser('half \ud83d'), 'half a character').toBe('half%20%EF%BF%BD');
});

test('a header written by us cannot add lines when its value is quoted, and comes back as it was', () => {
  const request = newRequest('OPTIONS', 'sip:a@b');
  add(request, 'x-own', 'value');
  request.body = 'ä';
  const parsed = parseMessage(Buffer.from(serialize(request)));
  expect(parsed.ok && [header(parsed.message, 'x-own'), parsed.message.body]).toEqual(['value', 'ä']);
});

test.each([
  ['too many headers', `OPTIONS sip:a@b SIP/2.0\r\n${'X: y\r\n'.repeat(200)}\r\n`, 400],
  ['a line too long', `OPTIONS sip:a@b SIP/2.0\r\nX: ${'y'.repeat(9_000)}\r\n\r\n`, 400],
  ['a head too long', `OPTIONS sip:a@b SIP/2.0\r\n${`X: ${'y'.repeat(8_000)}\r\n`.repeat(3)}\r\n`, 513],
  ['a body too long', `OPTIONS sip:a@b SIP/2.0\r\n\r\n${'y'.repeat(50_000)}`, 413],
  ['no end of headers', 'OPTIONS sip:a@b SIP/2.0\r\nX: y\r\n', 400],
  ['a header without colon', 'OPTIONS sip:a@b SIP/2.0\r\nX y\r\n\r\n', 400],
  ['line feeds alone', 'OPTIONS sip:a@b SIP/2.0\nX: y\n\n', 400],
])('%s: refused', (_name, text, status) => {
  expect(parseMessage(Buffer.from(text))).toMatchObject({ ok: false, status });
});

test('random bytes never throw', () => {
  const seed = Buffer.from(
    'INVITE sip:a@b SIP/2.0\r\nVia: SIP/2.0/UDP h;branch=z9hG4bK1\r\nTo: "x" <sip:a@b>;tag=1\r\nl: 2\r\n\r\nhi',
  );
  let state = 1;
  const random = (below: number): number => (state = (state * 48_271) % 2_147_483_647) % below;
  for (let round = 0; round < 5_000; round += 1) {
    const bytes = Buffer.from(seed);
    for (let change = 0; change < 4; change += 1) bytes[random(bytes.length)] = random(256);
    expect(() => parseMessage(bytes)).not.toThrow();
  }
});

test('a stream is cut into messages wherever it is broken, and pings are counted', () => {
  const one = 'OPTIONS sip:a@b SIP/2.0\r\nl: 3\r\n\r\nabc';
  const two = 'BYE sip:a@b SIP/2.0\r\nContent-Length: 0\r\n\r\n';
  const bytes = Buffer.from(`${one}\r\n\r\n${two}${one}`);
  for (let step = 1; step < bytes.length; step += 1) {
    const framing = new StreamFraming();
    const messages: string[] = [];
    let pings = 0;
    for (let at = 0; at < bytes.length; at += step) {
      const framed = framing.push(bytes.subarray(at, at + step));
      messages.push(...framed.messages.map(String));
      pings += framed.pings;
    }
    expect([messages, pings]).toEqual([[one, two, one], 1]);
  }
});

test('a stream without Content-Length, or with too long a head, is broken', () => {
  expect(new StreamFraming().push(Buffer.from('BYE sip:a@b SIP/2.0\r\nX: y\r\n\r\n')).broken).toBe(true);
  expect(new StreamFraming().push(Buffer.alloc(20_000, 'x')).broken).toBe(true);
  expect(new StreamFraming().push(Buffer.from('BYE sip:a@b SIP/2.0\r\nl: 999999\r\n\r\n')).broken).toBe(true);
});

test('a digest header is read once per name, or not at all', () => {
  expect(parseDigest('Digest a="1, 2", B=c , d=""')).toEqual(
    new Map([
      ['a', '1, 2'],
      ['b', 'c'],
      ['d', ''],
    ]),
  );
  expect([parseDigest('Basic a=b'), parseDigest('Digest a=1, a=2'), parseDigest('Digest a="1')]).toEqual([
    null,
    null,
    null,
  ]);
});

test('HA1 is that of RFC 7616 §3.9.1', () => {
  expect(computeHa1('MD5', 'Mufasa', 'http-auth@example.org', 'Circle of Life')).toBe(
    '3d78807defe7de2157e2b0b6573a855f',
  );
  expect(computeHa1('SHA-256', 'Mufasa', 'http-auth@example.org', 'Circle of Life')).toBe(
    '7987c64c30e25f1b74be53f966b49b90f2808aa92faf9a00262392d7b4794232',
  );
});
