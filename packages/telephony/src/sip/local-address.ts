// Which of this machine's addresses a peer can answer to, when a socket is bound to all of them.
import { isIPv6 } from 'node:net';
import { networkInterfaces } from 'node:os';

const known = new Map<string, string>();
const MAX_KNOWN = 1_000;

/** The bound host itself, or for a wildcard the address in the peer's network, else the first outside one. */
export function localAddressFor(boundHost: string, remoteAddress: string): string {
  if (boundHost !== '0.0.0.0' && boundHost !== '::' && boundHost !== '') return boundHost;
  const cached = known.get(remoteAddress);
  if (cached !== undefined) return cached;
  const found = search(remoteAddress);
  if (known.size >= MAX_KNOWN) known.clear();
  known.set(remoteAddress, found);
  return found;
}

/** The machine may have moved to another network. */
export function forgetLocalAddresses(): void {
  known.clear();
}

function search(remoteAddress: string): string {
  const v6 = isIPv6(remoteAddress);
  let first = '';
  for (const addresses of Object.values(networkInterfaces())) {
    for (const entry of addresses ?? []) {
      if ((entry.family === 'IPv6') !== v6) continue;
      if (entry.address === remoteAddress) return entry.address;
      if (!v6 && sameNetwork(entry.address, remoteAddress, entry.netmask)) return entry.address;
      if (!entry.internal && first === '') first = entry.address;
    }
  }
  return first !== '' ? first : v6 ? '::1' : '127.0.0.1';
}

function sameNetwork(a: string, b: string, mask: string): boolean {
  const m = number(mask);
  return (number(a) & m) === (number(b) & m);
}

function number(address: string): number {
  let value = 0;
  for (const part of address.split('.')) value = (value << 8) | Number(part);
  return value;
}
