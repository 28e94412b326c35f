// RFC 4475: every torture message through the parser, and over a connection to a running server.
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { contact, from, header, headerList, tagOf, to, topVia } from './message.ts';
import { parseMessage } from './parser.ts';
import { createSipServer } from './server.ts';
import type { SipServer } from './sip-server.ts';
import { application, invalid, valid } from './torture.table.ts';
import type { Torture } from './torture.table.ts';
import { parseUri } from './uri.ts';
import { faultOf, isUsableResponse } from './validate.ts';

const bytes = (torture: Torture): Buffer => Buffer.from(torture.text.replaceAll('\n', '\r\n'));
let server: SipServer;

beforeAll(async () => {
  server = createSipServer({
    listen: [{ transport: 'tcp', host: '127.0.0.1', port: 0 }],
    domain: 'example.com',
    userAgent: 'test',
    accounts: { ha1: () => [] },
    trunkOf: () => 'anybody',
    log: (level, message, fields) => {
      if (level === 'error') throw new Error(`${message} ${JSON.stringify(fields)}`);
    },
  });
  server.onInvite((call) => call.end('busy'));
  await server.listen();
});

afterAll(() => server.close(0));

function verdict(data: Buffer): 'request' | 'response' | number {
  const parsed = parseMessage(data);
  if (!parsed.ok) return parsed.message === null ? 0 : parsed.status;
  if (parsed.message.kind === 'response') return isUsableResponse(parsed.message) ? 'response' : 400;
  return faultOf(parsed.message)?.status ?? 'request';
}

/** The final status that comes back; what is dropped is told by the answer to an OPTIONS sent after it. */
async function answerTo(data: Buffer): Promise<number | null> {
  const socket = connect(server.addresses()[0]?.port ?? 0, '127.0.0.1');
  const marker =
    'OPTIONS sip:a@b SIP/2.0\r\nVia: SIP/2.0/TCP c;branch=z9hG4bKmarker\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:a@b>\r\nCall-ID: marker\r\nCSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n';
  socket.write(data);
  socket.write(marker);
  let text = '';
  for await (const chunk of socket) {
    text += String(chunk);
    if (text.includes('Call-ID: marker')) break;
  }
  socket.destroy();
  const answers = text.split(/(?=SIP\/2\.0 \d{3} )/).filter((one) => !one.includes('Call-ID: marker'));
  const final = answers.map((one) => Number(one.slice(8, 11))).find((status) => status >= 200);
  return final ?? null;
}

for (const torture of [...valid, ...invalid, ...application]) {
  test(`${torture.name} is ${typeof torture.parsed === 'number' ? 'malformed' : `a ${torture.parsed}`}`, () => {
    expect(verdict(bytes(torture))).toBe(torture.parsed);
  });
  if (torture.answered === undefined) continue;
  test(`${torture.name} is answered with ${torture.answered ?? 'nothing'}`, async () => {
    expect(await answerTo(bytes(torture))).toBe(torture.answered);
  });
}

function messageNamed(name: string) {
  const torture = valid.find((one) => one.name.includes(` ${name}:`));
  const result = parseMessage(bytes(torture!));
  if (!result.ok) throw new Error(result.reason);
  return result.message;
}

test('the short tortuous INVITE is read as it was meant', () => {
  const message = messageNamed('wsinv');
  expect(tagOf(to(message))).toBe('1918181833n');
  expect(tagOf(from(message))).toBe('98asjd8');
  expect(from(message)?.name).toBe('J Rosenberg \\"');
  expect(topVia(message)).toMatchObject({ transport: 'UDP', host: '192.0.2.2', branch: '390skdjuw' });
  expect(headerList(message, 'via')).toHaveLength(3);
  expect(header(message, 'newfangledheader')).toBe('newfangled value continued newfangled value');
  expect(contact(message)).toMatchObject({ name: 'Quoted string ""', uri: 'sip:jdrosen@example.com' });
});

test('escapes in a user part are undone once', () => {
  const message = messageNamed('esc01');
  if (message.kind !== 'request') throw new Error('not a request');
  expect(parseUri(message.uri)).toMatchObject({ user: 'sips:user@example.com', host: 'example.net' });
  expect(parseUri(to(message)?.uri ?? '')?.user).toBe('user');
});
