// Which extensions have a telephone registered at Asterisk, and what is told of it.
import type { DeviceId, Fact } from '@cordboard/domain';
import type { AriEndpoint } from './ari-events.ts';
import type { Asterisk } from './asterisk.ts';

export class Telephones {
  readonly #asterisk: Asterisk;
  readonly #isExtension: (endpoint: string) => boolean;
  readonly #tell: (fact: Fact) => void;
  readonly #registered = new Set<string>();

  constructor(asterisk: Asterisk, isExtension: (endpoint: string) => boolean, tell: (fact: Fact) => void) {
    this.#asterisk = asterisk;
    this.#isExtension = isExtension;
    this.#tell = tell;
  }

  get size(): number {
    return this.#registered.size;
  }

  /**
   * All of them, asked anew.
   *
   * @throws AriError
   */
  async all(): Promise<readonly DeviceId[]> {
    const endpoints = (await this.#asterisk.ask('GET', '/endpoints/PJSIP')) as AriEndpoint[];
    this.#registered.clear();
    for (const { resource, state } of endpoints)
      if (state === 'online' && this.#isExtension(resource)) this.#registered.add(resource);
    return [...this.#registered] as DeviceId[];
  }

  /** Something about it has changed. */
  async lookAt(resource: string): Promise<void> {
    if (!this.#isExtension(resource)) return;
    const path = `/endpoints/PJSIP/${encodeURIComponent(resource)}`;
    const endpoint = (await this.#asterisk.ask('GET', path).catch(() => null)) as AriEndpoint | null;
    const isThere = endpoint?.state === 'online';
    if (isThere === this.#registered.has(resource)) return;
    if (isThere) this.#registered.add(resource);
    else this.#registered.delete(resource);
    const deviceId = resource as DeviceId;
    // ARI does not tell of which make it is.
    this.#tell(isThere ? { fact: 'registered', deviceId, userAgent: 'SIP' } : { fact: 'unregistered', deviceId });
  }
}
