// Who is at the far end of a request: the socket's address, or what a trusted proxy says of it.
import type { IncomingMessage } from 'node:http';
import { TLSSocket } from 'node:tls';
import type { Peer } from './ports.ts';

/** `::ffff:192.0.2.1` is 192.0.2.1 on a socket that hears both families. */
const plain = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/, '');

const lastOf = (header: string | string[] | undefined): string[] =>
  (Array.isArray(header) ? header.join(',') : (header ?? '')).split(',').map((each) => each.trim());

/**
 * @param trustedProxies exact addresses. The last address of X-Forwarded-For that is not one of them is the peer: what stands before it
 * was written by the peer himself.
 */
export function peerOf(request: IncomingMessage, trustedProxies: readonly string[]): Peer {
  const { socket } = request;
  const address = plain(socket.remoteAddress ?? '');
  const direct: Peer = { address, port: socket.remotePort ?? 0, secure: socket instanceof TLSSocket };
  if (!trustedProxies.includes(address)) return direct;
  const forwarded = lastOf(request.headers['x-forwarded-for']).findLast(
    (each) => each !== '' && !trustedProxies.includes(plain(each)),
  );
  const protocol = lastOf(request.headers['x-forwarded-proto']).at(-1);
  return {
    address: forwarded === undefined ? address : plain(forwarded),
    port: direct.port,
    secure: direct.secure || protocol === 'https',
  };
}

const isLoopback = (address: string): boolean => address === '::1' || address.startsWith('127.');
const proxyHeaders = ['x-forwarded-for', 'forwarded', 'via', 'x-real-ip'] as const;

/** A name may be anybody's, also of a page that had it point here after it was loaded (DNS rebinding). */
const isLocalName = (host: string): boolean => /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?$/i.test(host);

/** Whether the request was made on this machine. One that a proxy passed on was not, even where nobody told us to trust that proxy. */
export function isLocal(request: IncomingMessage, trustedProxies: readonly string[]): boolean {
  if (!isLocalName(request.headers.host ?? '')) return false;
  const direct = plain(request.socket.remoteAddress ?? '');
  const passedOn = proxyHeaders.some((name) => request.headers[name] !== undefined);
  if (passedOn && !trustedProxies.includes(direct)) return false;
  return isLoopback(peerOf(request, trustedProxies).address);
}
