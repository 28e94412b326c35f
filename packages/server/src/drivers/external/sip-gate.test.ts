// Who is let in speaks for himself and within his calls; nobody speaks for another, however he writes it.
import { expect, test } from 'vitest';
import { mayPass } from './sip-gate.ts';

const mine = '8001~0123456789abcdef';
const admits = (user: string): boolean => user === mine;

type Lines = {
  readonly from?: string;
  readonly to?: string;
  readonly more?: readonly string[];
  readonly body?: string;
};

function message(
  first: string,
  {
    from = `From: <sip:${mine}@a.example>;tag=1`,
    to = `To: <sip:${mine}@a.example>`,
    more = [],
    body = '',
  }: Lines = {},
): string {
  const lines = [
    first,
    'Via: SIP/2.0/WSS b.invalid;branch=z9hG4bK1',
    'Max-Forwards: 69',
    to,
    from,
    'Call-ID: c',
    ...more,
  ];
  return `${[...lines, `Content-Length: ${body.length}`].join('\r\n')}\r\n\r\n${body}`;
}

const register = 'REGISTER sip:a.example SIP/2.0';
const invite = 'INVITE sip:4000@a.example SIP/2.0';

test.each([
  ['his registration', message(register)],
  ['with a name', message(register, { from: `From: "Wang Li" <sip:${mine}@a.example>;tag=1` })],
  ['with a plain name, and short', message(register, { from: `f: Wang <sip:${mine}@a.example>;tag=1` })],
  ['a call of his', message(invite, { body: 'v=0' })],
  [
    'his answer',
    message('SIP/2.0 200 OK', { from: 'From: <sip:139@b.example>;tag=9', body: 'v=0\r\n\r\nFrom: nobody' }),
  ],
  [
    'an end',
    message('BYE sip:asterisk@192.0.2.1 SIP/2.0', {
      from: 'From: <sip:k3j@b.invalid>;tag=1',
      to: 'To: <sip:139@b>;tag=2',
    }),
  ],
  ['a call given up', message('CANCEL sip:4000@a.example SIP/2.0', { from: 'From: <sip:k3j@b.invalid>;tag=1' })],
  [
    'an offer within a call',
    message(invite, { from: 'From: <sip:k3j@b.invalid>;tag=1', to: 'To: <sip:139@b.example>;tag=2' }),
  ],
])('passes: %s', (_, frame) => {
  expect(mayPass(frame, admits)).toBe(true);
});

const other = 'From: <sip:8002@a.example>;tag=1';

test.each([
  ['somebody else’s registration', message(register, { from: other })],
  ['the same, with a tag in To', message(register, { from: other, to: 'To: <sip:8002@a.example>;tag=2' })],
  ['a call as somebody outside', message(invite, { from: 'From: <sip:13800138000@a.example>;tag=1' })],
  ...['ACK', 'BYE', 'INFO', 'NOTIFY', 'PRACK', 'UPDATE'].map((method): [string, string] => [
    `${method} of no dialog, as a telephone on a desk`,
    message(`${method} sip:a.example SIP/2.0`, { from: other, more: ['Authorization: Digest username="8002"'] }),
  ]),
  ['two who call', message(register, { more: [other] })],
  ['two, one of them in short', message(register, { more: [other.replace('From', 'f ')] })],
  [
    'a name that is like an address',
    message(register, { from: `From: "<sip:${mine}@a>" <sip:8002@a.example>;tag=1`.replaceAll('"', '') }),
  ],
  [
    'an address in a name with a quote in it',
    message(register, { from: `From: "\\"<sip:${mine}@a>" <sip:8002@a.example>` }),
  ],
  ['a tag in a name', message(invite, { from: other, to: 'To: "x;tag=1" <sip:4000@a.example>' })],
  ['two who are called', message(invite, { from: other, to: 'To: <sip:4000@a>\r\nTo: <sip:4000@a>;tag=1' })],
  ['half of a line’s end', message(register, { more: [`Subject: x\n${other}`] })],
  ['nobody', message(register, { from: 'Subject: x' })],
  ['a line that goes on in the next one', message(register, { from: `From:\r\n <sip:8002@a.example>` })],
  ['a name that goes on in the next line, behind his own', message(register, { more: [other.replace(':', '\r\n :')] })],
  ['a name that is none, which could be a length', message(register, { more: ['Content\u{ad}Length: 9'] })],
  ['a second message in the same frame', `${message('SIP/2.0 200 OK')}${message(register, { from: other })}`],
  ['two lengths', message(register, { more: ['l: 0'] })],
  ['no length', message(register).replace(/Content-Length.*\r\n/u, '')],
  ['no end', 'REGISTER sip:a.example SIP/2.0\r\n'],
  ['no SIP', 'hello'],
])('does not pass: %s', (_, frame) => {
  expect(mayPass(frame, admits)).toBe(false);
});
