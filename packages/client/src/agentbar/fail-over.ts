// Which servers there are, and coming back at another one: by the token, else by what the agent signed in with.
import type { PropertyValues } from './names.ts';

/**
 * @returns the addresses of the native door, in the order in which they are tried; empty when nothing is set, or something is no address.
 */
export function serverUrls(properties: PropertyValues): readonly string[] {
  const { ServerIP, ServerPort, ServerIP2, ServerPort2, UseTls } = properties;
  const hosts = list(ServerIP);
  const ports = list(ServerPort);
  const pairs = hosts.map((host, index): [string, string] => [host, ports[index] ?? ports[0] ?? '']);
  if (ServerIP2 !== '') pairs.push([ServerIP2.trim(), ServerPort2 === '' ? (ports[0] ?? '') : ServerPort2.trim()]);
  const scheme = (UseTls ?? pageIsSecure()) ? 'wss' : 'ws';
  const urls = pairs.map(([host, port]) => urlOf(scheme, host, port));
  return urls.some((url) => url === null) ? [] : urls.filter((url): url is string => url !== null);
}

function urlOf(scheme: string, host: string, port: string): string | null {
  if (!/^\d{1,5}$/.test(port) || Number(port) < 1 || Number(port) > 65_535) return null;
  const named = host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
  try {
    const url = new URL(`${scheme}://${named}:${port}/agent`);
    return url.hostname !== '' && url.username === '' && url.pathname === '/agent' && url.search === ''
      ? url.href
      : null;
  } catch {
    return null;
  }
}

const list = (text: string): readonly string[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

function pageIsSecure(): boolean {
  const { location } = globalThis as { location?: { protocol?: string } };
  return location?.protocol === 'https:';
}
