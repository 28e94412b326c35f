// From a URI to an address, port and transport (RFC 3263, without NAPTR).
import { lookup, resolveSrv } from 'node:dns';
import { isIP } from 'node:net';
import { paramOf } from './text.ts';
import type { Place, WebSocketPlace } from './transports.ts';
import type { SipTransport } from './sip-server.ts';
import type { SipUri } from './uri.ts';
import { hostPort } from './uri.ts';
import { webSocketUrlOf } from './websocket-client.ts';

type Found = (place: Place | WebSocketPlace | null) => void;

/** The transport a URI asks for; UDP when it does not say, null when it asks for one that nobody knows. */
function transportOf(uri: SipUri, wanted?: SipTransport): SipTransport | null {
  const named = wanted ?? (paramOf(uri.params, 'transport') ?? '').toLowerCase();
  if (uri.scheme === 'sips') return named === 'ws' || named === 'wss' ? 'wss' : 'tls';
  switch (named) {
    case '':
      return 'udp';
    case 'udp':
    case 'tcp':
    case 'tls':
    case 'ws':
    case 'wss':
      return named;
    default:
      return null;
  }
}

/**
 * Calls back once, at once when the host is an address; null: not found.
 * @param webSocketUrl where a WebSocket server is, and with which path; it then decides whether the way is `ws` or `wss`
 */
export function locate(uri: SipUri, wanted: SipTransport | undefined, found: Found, webSocketUrl?: string): void {
  const transport = transportOf(uri, webSocketUrl === undefined ? wanted : 'ws');
  if (transport === 'ws' || transport === 'wss') {
    found(webSocketPlace(webSocketUrl ?? `${transport}://${hostPort(uri.host, uri.port)}/`));
    return;
  }
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

function webSocketPlace(text: string): WebSocketPlace | null {
  const url = webSocketUrlOf(text);
  return url === null ? null : { transport: url.protocol === 'wss:' ? 'wss' : 'ws', url: url.href };
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
