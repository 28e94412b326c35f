// From a URI to an address, port and transport (RFC 3263, without NAPTR).
import { lookup, resolveSrv } from 'node:dns';
import { isIP } from 'node:net';
import { paramOf } from './text.ts';
import type { Place } from './transports.ts';
import type { SipUri } from './uri.ts';

type Found = (place: Place | null) => void;

/** The transport a URI asks for; UDP when it does not say, null when it asks for one we cannot dial. */
export function transportOf(uri: SipUri, wanted?: 'udp' | 'tcp' | 'tls'): 'udp' | 'tcp' | 'tls' | null {
  if (uri.scheme === 'sips') return 'tls';
  if (wanted !== undefined) return wanted;
  const named = (paramOf(uri.params, 'transport') ?? 'udp').toLowerCase();
  return named === 'udp' || named === 'tcp' || named === 'tls' ? named : null;
}

/** Calls back once, at once when the host is an address; null: not found. */
export function locate(uri: SipUri, wanted: 'udp' | 'tcp' | 'tls' | undefined, found: Found): void {
  const transport = transportOf(uri, wanted);
  const host = paramOf(uri.params, 'maddr') ?? uri.host;
  if (transport === null || host === '' || host.endsWith('.invalid')) {
    found(null);
    return;
  }
  const port = uri.port > 0 ? uri.port : transport === 'tls' ? 5061 : 5060;
  if (isIP(host) !== 0) {
    found({ transport, address: host, port, serverName: '' });
    return;
  }
  if (uri.port > 0) {
    resolveHost(host, transport, port, host, found);
    return;
  }
  const service = transport === 'tls' ? '_sips._tcp' : `_sip._${transport}`;
  resolveSrv(`${service}.${host}`, (error, records) => {
    const best =
      error === null ? records.toSorted((a, b) => a.priority - b.priority || b.weight - a.weight)[0] : undefined;
    if (best === undefined) resolveHost(host, transport, port, host, found);
    else resolveHost(best.name, transport, best.port, host, found);
  });
}

function resolveHost(
  name: string,
  transport: 'udp' | 'tcp' | 'tls',
  port: number,
  serverName: string,
  found: Found,
): void {
  lookup(name, { verbatim: false }, (error, address) =>
    found(error === null ? { transport, address, port, serverName } : null),
  );
}
