// The event socket's framing, by transcripts as mod_event_socket writes them.
import { expect, test } from 'vitest';
import {
  EslGarbage,
  EslParser,
  eventOf,
  type EslFrame,
} from '../../../packages/server/src/drivers/freeswitch/esl-parser.ts';
import { limits } from '../../../packages/server/src/limits.ts';

const park =
  '{"Event-Name":"CHANNEL_PARK","Unique-ID":"7f4de4bc-17d7-11dd-b7a0-db4edd065621","Caller-Caller-ID-Name":"王芳","Event-Sequence":"571","_body":"x"}';
const transcript = [
  'Content-Type: auth/request\n\n',
  'Content-Type: command/reply\nReply-Text: +OK accepted\n\n',
  'Content-Type: command/reply\nReply-Text: +OK Job-UUID: 4b9c1a2e\nJob-UUID: 4b9c1a2e\n\n',
  `Content-Length: ${Buffer.byteLength(park)}\nContent-Type: text/event-json\n\n${park}`,
  'Content-Type: api/response\nContent-Length: 4\n\n+OK\n',
  'Content-Type: text/disconnect-notice\nContent-Length: 67\n\nDisconnected, goodbye.\nSee you at ClueCon! http://www.cluecon.com/\n',
].join('');

const types = (frames: readonly EslFrame[]): readonly string[] => frames.map(({ type }) => type);
const whole = [
  'auth/request',
  'command/reply',
  'command/reply',
  'text/event-json',
  'api/response',
  'text/disconnect-notice',
];

test.each([1, 2, 3, 7, 64, 10_000])('frames are the same however they are cut: %d bytes at a time', (size) => {
  const parser = new EslParser();
  const bytes = Buffer.from(transcript);
  const frames: EslFrame[] = [];
  for (let at = 0; at < bytes.length; at += size) frames.push(...parser.push(bytes.subarray(at, at + size)));
  expect(types(frames)).toEqual(whole);
  expect(frames[2]?.headers).toMatchObject({ 'Reply-Text': '+OK Job-UUID: 4b9c1a2e', 'Job-UUID': '4b9c1a2e' });
  expect(eventOf(frames[3]!)).toMatchObject({ 'Event-Name': 'CHANNEL_PARK', 'Caller-Caller-ID-Name': '王芳' });
  expect(frames[5]?.body).toContain('goodbye');
});

test('a plain event has percent-encoded values, and a body of its own', () => {
  const body =
    'Event-Name: BACKGROUND_JOB\nJob-UUID: 4b9c1a2e\nJob-Command: uuid_transfer\nJob-Command-Arg: a%20park%20inline\nContent-Length: 4\n\n+OK\n';
  const [frame] = new EslParser().push(
    Buffer.from(`Content-Length: ${body.length}\nContent-Type: text/event-plain\n\n${body}`),
  );
  expect(eventOf(frame!)).toMatchObject({
    'Event-Name': 'BACKGROUND_JOB',
    'Job-Command-Arg': 'a park inline',
    _body: '+OK\n',
  });
});

test.each([
  ['HTTP/1.1 400 Bad Request\r\nServer: x\r\n\n\n'],
  ['Content-Length: 5\n\nhello'],
  ['Content-Type: text/event-json\nContent-Length: -1\n\n'],
  ['Content-Type: text/event-json\nContent-Length: 1e9\n\n'],
  [`Content-Type: text/event-json\nContent-Length: ${limits.eslMaxBodyBytes + 1}\n\n`],
  ['x'.repeat(limits.eslMaxHeaderBytes + 1)],
])('%.40j is refused by name', (text) => {
  expect(() => new EslParser().push(Buffer.from(text))).toThrow(EslGarbage);
});

test.each([['{"Event-Name":'], ['[1,2]'], ['null']])('a body %j is no event', (body) => {
  expect(() => eventOf({ type: 'text/event-json', headers: {}, body })).toThrow(EslGarbage);
});
