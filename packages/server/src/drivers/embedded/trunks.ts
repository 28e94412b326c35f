// The ways to the outside: whose INVITEs come in without a password, and who still has room for a call.
import type { ConnectionId } from '@cordboard/domain';
import type { InviteOptions } from '@cordboard/telephony';
import type { TrunkOptions } from './options.ts';

type TrunkTarget = Pick<InviteOptions, 'target' | 'callerNumber'>;

export class Trunks {
  readonly #trunks: readonly TrunkOptions[];
  readonly #isExtension: (user: string) => boolean;
  /** Who occupies which trunk. */
  readonly #occupied = new Map<ConnectionId, TrunkOptions>();
  readonly #calls = new Map<TrunkOptions, number>();

  constructor(trunks: readonly TrunkOptions[], isExtension: (user: string) => boolean) {
    this.#trunks = trunks;
    this.#isExtension = isExtension;
  }

  /** The trunk that an INVITE comes from. One that says it is an extension has to prove it, from wherever it comes. */
  trunkOf(address: string, port: number, fromUser: string): string | null {
    if (this.#isExtension(fromUser)) return null;
    const trunk = this.#trunks.find(
      ({ addresses }) => addresses.includes(address) || addresses.includes(`${address}:${port}`),
    );
    return trunk?.id ?? null;
  }

  /** Takes a place on this trunk; false: it is full. */
  takeIncoming(trunkId: string, connectionId: ConnectionId): boolean {
    const trunk = this.#trunks.find(({ id }) => id === trunkId);
    return trunk !== undefined && this.#take(trunk, connectionId);
  }

  /** Takes a place on the first trunk with room that was not tried yet, and says how to call by it; null: there is none. */
  takeOutgoing(
    connectionId: ConnectionId,
    number: string,
    callerNumber: string,
    tried: Set<string>,
  ): TrunkTarget | null {
    this.free(connectionId);
    for (const trunk of this.#trunks) {
      if (trunk.uri === null || tried.has(trunk.id)) continue;
      tried.add(trunk.id);
      if (!this.#take(trunk, connectionId)) continue;
      return { target: targetOf(trunk.uri, number, trunk.credentials), callerNumber: callerNumber || trunk.callerId };
    }
    return null;
  }

  free(connectionId: ConnectionId): void {
    const trunk = this.#occupied.get(connectionId);
    if (!trunk) return;
    this.#occupied.delete(connectionId);
    this.#calls.set(trunk, (this.#calls.get(trunk) ?? 1) - 1);
  }

  get occupied(): number {
    return this.#occupied.size;
  }

  #take(trunk: TrunkOptions, connectionId: ConnectionId): boolean {
    const calls = this.#calls.get(trunk) ?? 0;
    if (calls >= trunk.maxCalls) return false;
    this.#calls.set(trunk, calls + 1);
    this.#occupied.set(connectionId, trunk);
    return true;
  }
}

/** `sip:host:port;transport=tcp` and a number → where the INVITE goes. */
function targetOf(uri: string, number: string, credentials: TrunkOptions['credentials']): InviteOptions['target'] {
  const [address = '', ...parameters] = uri.replace(/^sips?:/i, '').split(';');
  const transport = /^transport=(udp|tcp|tls)$/i;
  const named = parameters.map((parameter) => transport.exec(parameter)?.[1]?.toLowerCase()).find(Boolean);
  return {
    uri: `sip:${encodeURIComponent(number).replaceAll('%2B', '+')}@${address.replace(/^[^@]*@/, '')}`,
    ...(named ? { transport: named as 'udp' | 'tcp' | 'tls' } : {}),
    ...(credentials ? { credentials } : {}),
  };
}
