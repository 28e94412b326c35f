// The registrars of the CTI servers themselves, where none is set up: which extension, and credentials that are renewed in time.
import { setTimeout as delay } from 'node:timers/promises';
import type { ClientState } from '@cordboard/client';
import type { CtiServer } from '../cti/cti-server.ts';
import { limits } from '../limits.ts';
import type { Settings } from '../settings/settings.ts';
import { registrarAt } from './registrar-at.ts';
import type { RegistrarPlace } from './registrar.ts';

export type ServerRegistrarsOptions = {
  readonly settings: Settings['phone'];
  readonly serverAt: (ctiIndex: number) => CtiServer | undefined;
  /** Null: registers nowhere any more. @returns when it is known how that went */
  readonly register: (ctiIndex: number, place: RegistrarPlace | null) => Promise<void>;
  readonly failed: (ctiIndex: number, error: unknown) => void;
};

const longestTimerMs = 2 ** 31 - 1;

export class ServerRegistrars {
  readonly #options: ServerRegistrarsOptions;
  readonly #renewals = new Map<number, NodeJS.Timeout>();

  constructor(options: ServerRegistrarsOptions) {
    this.#options = options;
  }

  /** The one that is set, or that a registrar is set up for; else his own; else one that nobody has and no telephone is registered at. */
  extensionAt(ctiIndex: number, { devices, session }: ClientState): string | null {
    const { extension, registrars } = this.#options.settings;
    const set = extension === '' ? registrars[ctiIndex]?.user : extension;
    if (set !== undefined) return set;
    const own = devices.find(({ agentId }) => agentId === session?.agent.agentId);
    const free = devices.find(({ agentId, registered }) => agentId === null && !registered);
    return (own ?? free ?? devices[0])?.deviceId ?? null;
  }

  /**
   * Registers at that server, with what it gives for a while; again before that ends.
   *
   * @returns when he can be called, or it takes too long to wait for
   */
  async begin(ctiIndex: number, deviceId: string | null): Promise<void> {
    const server = this.#options.serverAt(ctiIndex);
    if (this.#options.settings.registrars[ctiIndex] !== undefined || server === undefined || deviceId === null) return;
    try {
      const credentials = await server.client.call('phone.credentials', { deviceId });
      const registered = this.#options.register(ctiIndex, registrarAt(ctiIndex, server.place, credentials));
      const leftMs = credentials.expiresAt - server.state.clockOffsetMs - Date.now() - limits.credentialsEarlyMs;
      this.#again(ctiIndex, deviceId, leftMs);
      await Promise.race([registered, delay(limits.registrationWaitMs, undefined, { ref: false })]);
    } catch (error) {
      this.#options.failed(ctiIndex, error);
      this.#again(ctiIndex, deviceId, limits.maxRetryMs);
    }
  }

  /** Nobody is logged in any more. */
  end(): void {
    const begun = [...this.#renewals];
    this.#renewals.clear();
    for (const [ctiIndex, timer] of begun) {
      clearTimeout(timer);
      void this.#options.register(ctiIndex, null);
    }
  }

  #again(ctiIndex: number, deviceId: string, afterMs: number): void {
    clearTimeout(this.#renewals.get(ctiIndex));
    const waitMs = Math.max(limits.firstRetryMs, Math.min(afterMs, longestTimerMs));
    this.#renewals.set(
      ctiIndex,
      setTimeout(() => void this.begin(ctiIndex, deviceId), waitMs),
    );
  }
}
