// Who stands at the door: the address he used must be this machine's own name, whatever DNS says of other names.
import type { IncomingMessage } from 'node:http';

/** Host header → whether it is a name of the loopback interface at this port: others come by DNS rebinding. */
export function isOwnHost(host: string | undefined, port: number): boolean {
  return ['127.0.0.1', 'localhost', '[::1]'].some((name) => host?.toLowerCase() === `${name}:${port}`);
}

/** @returns the page's origin; empty: none, or one that has no name of its own (`null`). */
export function originOf({ headers }: Pick<IncomingMessage, 'headers'>): string {
  const { origin = '' } = headers;
  return origin === 'null' ? '' : origin.toLowerCase();
}

export function isOwnOrigin(origin: string, port: number): boolean {
  return origin.startsWith('http://') && isOwnHost(origin.slice('http://'.length), port);
}
