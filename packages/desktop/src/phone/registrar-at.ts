// The registrar of a CTI server itself: SIP over the WebSocket at the server's own address (RFC 7118).
import type { ResultOf } from '@cordboard/client';
import type { ServerPlace } from '../settings/settings.ts';
import type { RegistrarPlace } from './registrar.ts';

export function registrarAt(
  ctiIndex: number,
  { host, port, isSecure }: ServerPlace,
  { uri, authorizationUser, password, domain, wsPath }: ResultOf<'phone.credentials'>,
): RegistrarPlace {
  const user = /^sips?:([^@]+)@/iu.exec(uri)?.[1] ?? authorizationUser;
  const scheme = isSecure ? 'wss' : 'ws';
  return {
    ctiIndex,
    host,
    port,
    transport: scheme,
    webSocketUrl: `${scheme}://${host.includes(':') ? `[${host}]` : host}:${port}${wsPath}`,
    domain,
    user: decodeURIComponent(user),
    authorizationUser,
    password,
  };
}
