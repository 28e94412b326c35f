// Bindings that outlive the process: telephones on UDP do not notice that we were away, and would register again only in an hour.
import { sipLimits } from '../limits.ts';
import type { Binding, Registrar } from './registrar.ts';
import type { SavedBinding } from './sip-server.ts';
import type { Transports } from './transports.ts';

/** Those that can be reached without the flow they registered along: connections and WebSockets end with us, and their telephones come back by themselves. */
export function savedBindings(registrar: Registrar): SavedBinding[] {
  const bindings = registrar.users().flatMap((user) => registrar.bindings(user));
  return bindings
    .filter(({ transport }) => transport === 'udp')
    .map(({ flow, misses: _, natted: __, transport: ___, ha1: ____, ...binding }) => ({
      ...binding,
      address: flow.remoteAddress,
      port: flow.remotePort,
    }));
}

/** Puts them back, unless they have expired. They are probed like telephones behind NAT, so that those that left meanwhile are found out. */
export function restoreBindings(
  saved: readonly SavedBinding[],
  registrar: Registrar,
  transports: Transports,
  nowMs: number,
): void {
  for (const { address, port, ...binding } of saved) {
    if (!(binding.expiresAt > nowMs) || binding.expiresAt > nowMs + sipLimits.maxExpiresS * 1_000) continue;
    const flow = transports.flowTo({ transport: 'udp', address, port, serverName: '' });
    if (flow === null || registrar.find(binding.user, binding.contact) !== undefined) continue;
    const restored: Binding = {
      instance: '',
      regId: '',
      ...binding,
      transport: 'udp',
      flow,
      natted: true,
      ha1: '',
      misses: 0,
    };
    registrar.put(restored);
  }
}
