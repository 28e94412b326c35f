// TLS: a telephone that trusts the server's certificate registers and is called over it; one that does not stays away.
import { connect } from 'node:tls';
import { afterEach, expect, test } from 'vitest';
import { startServer } from './raw-peer.ts';
import type { SipServer, SipServerOptions } from './sip-server.ts';
import { webSocketOffice } from './web-socket-office.ts';

/** Self-signed for office.test and 127.0.0.1; of no use anywhere else. */
const key = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgenMJx83m5aI0K31u
i7iAL/n1DxC8cs9VGT4ZnvQJ4gKhRANCAATvzNv6GBArtszU1L5HhNO8Cse69g04
Hy7OQSY3Exjnk2OIwdtlPthj9JcWo+p/lIjeYpXER9U9WP+3A8RQq3Gd
-----END PRIVATE KEY-----`;
const cert = `-----BEGIN CERTIFICATE-----
MIIBoDCCAUegAwIBAgIUOa6Ox9bmmoXfux5bJXL2bwlxqF8wCgYIKoZIzj0EAwIw
FjEUMBIGA1UEAwwLb2ZmaWNlLnRlc3QwIBcNMjYxMTIxMDQwMTEzWhgPMjEyNjEw
MjgwNDAxMTNaMBYxFDASBgNVBAMMC29mZmljZS50ZXN0MFkwEwYHKoZIzj0CAQYI
KoZIzj0DAQcDQgAE78zb+hgQK7bM1NS+R4TTvArHuvYNOB8uzkEmNxMY55NjiMHb
ZT7YY/SXFqPqf5SI3mKVxEfVPVj/twPEUKtxnaNxMG8wHQYDVR0OBBYEFOm4z/Cb
K0mjxnmRoDIvy/N9Ii5LMB8GA1UdIwQYMBaAFOm4z/CbK0mjxnmRoDIvy/N9Ii5L
MA8GA1UdEwEB/wQFMAMBAf8wHAYDVR0RBBUwE4ILb2ZmaWNlLnRlc3SHBH8AAAEw
CgYIKoZIzj0EAwIDRwAwRAIgZ9bjjX1x5FXxBuvT7GeG4/aAsOS3k3oTBaI3FsSd
FXACIByK9z4rz8BaaiUmVdJGduBgwTz1PkR0JdNAxkm9gfm+
-----END CERTIFICATE-----`;

let server: SipServer;
const closing: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
  await server.close(0);
});

test('requests over TLS are answered on their connection', async () => {
  server = await startServer({ listen: [{ transport: 'tls', host: '127.0.0.1', port: 0 }], tls: { key, cert } });
  const socket = connect({
    host: '127.0.0.1',
    port: server.addresses()[0]?.port ?? 0,
    ca: cert,
    servername: 'office.test',
  });
  socket.write(
    'OPTIONS sip:office.test SIP/2.0\r\nVia: SIP/2.0/TLS phone.invalid;branch=z9hG4bK1;rport\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:a@b>\r\nCall-ID: x\r\nCSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n',
  );
  const answer = await new Promise<string>((resolve, reject) => {
    socket.once('data', (data) => resolve(String(data)));
    socket.once('error', reject);
  });
  socket.destroy();
  expect(answer).toMatch(
    /^SIP\/2\.0 200 OK\r\nVia: SIP\/2\.0\/TLS phone\.invalid;branch=z9hG4bK1;rport=\d+;received=127\.0\.0\.1/,
  );
});

test('a certificate that nobody vouches for is not spoken to', async () => {
  server = await startServer({ listen: [{ transport: 'tls', host: '127.0.0.1', port: 0 }], tls: { key, cert } });
  const call = server.invite({
    target: { uri: `sip:1@127.0.0.1:${server.addresses()[0]?.port};transport=tls` },
    callerNumber: '1',
    callerName: '',
    sdp: 'v=0\r\n',
    timeoutMs: 10_000,
  });
  expect(await new Promise((resolve) => call.on('ended', resolve))).toEqual({ cause: 'unreachable', status: null });
});

async function phoneWith(tlsClient: SipServerOptions['tlsClient']): Promise<SipServer> {
  const phone = await startServer(tlsClient === undefined ? {} : { tlsClient });
  closing.push(() => phone.close(500));
  return phone;
}

test.each(['tls', 'wss'] as const)('as a client over %s: the authority is named, or nobody is asked', async (way) => {
  server = await startServer({ listen: [{ transport: 'tls', host: '127.0.0.1', port: 0 }], tls: { key, cert } });
  const door = await webSocketOffice(server, { tls: { key, cert } });
  closing.push(() => door.close());
  const registrar = `sip:127.0.0.1:${server.addresses()[0]?.port}`;
  const own = {
    ...(way === 'tls' ? { registrar, transport: way } : { registrar, transport: way, webSocketUrl: door.url }),
    user: '1001',
    password: 'secret',
  };
  const doubting = (await phoneWith(undefined)).register(own);
  await expect(doubting.ready).rejects.toThrow('cannot be reached');
  expect([doubting.state, doubting.lastStatus]).toEqual(['unreachable', 503]);
  for (const trust of [{ ca: cert }, { rejectUnauthorized: false }]) {
    await (await phoneWith(trust)).register(own).ready;
  }
  expect(server.bindings('1001').map(({ transport }) => transport)).toEqual([way, way]);
});
