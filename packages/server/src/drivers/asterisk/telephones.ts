// Which extensions have a telephone registered at Asterisk, on a desk or in a browser, and what is told of it.
import type { DeviceId, Fact } from '@cordboard/domain';
import { AriError } from './ari-client.ts';
import type { AriEndpoint } from './ari-events.ts';
import type { Asterisk } from './asterisk.ts';
import { deviceOfEndpoint, readBrowserName } from './naming.ts';

export class Telephones {
  readonly #asterisk: Asterisk;
  readonly #isExtension: (device: string) => boolean;
  readonly #tell: (fact: Fact) => void;
  /** Endpoints of a device that are registered, in the order in which they came. */
  readonly #registered = new Map<DeviceId, Set<string>>();

  /** By endpoint, what has been asked last and is not answered. */
  readonly #latest = new Map<string, symbol>();

  constructor(asterisk: Asterisk, isExtension: (device: string) => boolean, tell: (fact: Fact) => void) {
    this.#asterisk = asterisk;
    this.#isExtension = isExtension;
    this.#tell = tell;
  }

  /** Devices that have one. */
  get size(): number {
    return this.#registered.size;
  }

  /** The endpoint by which a device is called: the one that came last. ARI calls one; the embedded switch has all of them ring. */
  endpointOf(deviceId: DeviceId): string {
    return [...(this.#registered.get(deviceId) ?? [])].at(-1) ?? deviceId;
  }

  /**
   * All of them, asked anew.
   *
   * @throws AriError
   */
  async all(): Promise<readonly DeviceId[]> {
    const endpoints = (await this.#asterisk.ask('GET', '/endpoints/PJSIP')) as AriEndpoint[];
    const before = new Map(this.#registered);
    this.#registered.clear();
    const online = endpoints.flatMap(({ resource, state }) => (state === 'online' ? [resource] : []));
    // Of two that are there nobody knows any more which came last: it is the page, which is there only while he works.
    const desks = online.filter((resource) => readBrowserName(resource) === null);
    const browsers = online.filter((resource) => readBrowserName(resource) !== null);
    for (const resource of [...desks, ...browsers]) this.#add(resource);
    for (const [deviceId, known] of before) this.#keepOrder(deviceId, known);
    return [...this.#registered.keys()];
  }

  /** Something about it has changed. */
  async lookAt(resource: string): Promise<void> {
    const deviceId = deviceOfEndpoint(resource);
    if (!this.#isExtension(deviceId)) return;
    const question = Symbol(resource);
    this.#latest.set(resource, question);
    const endpoint = await this.#ask(resource);
    // Of two at once the answers come in any order.
    if (this.#latest.get(resource) !== question) return;
    this.#latest.delete(resource);
    if (endpoint === undefined) return;
    const wasThere = this.#registered.has(deviceId);
    if (endpoint?.state === 'online') this.#add(resource);
    else this.#remove(deviceId, resource);
    const isThere = this.#registered.has(deviceId);
    if (isThere === wasThere) return;
    // ARI does not tell of which make it is.
    this.#tell(isThere ? { fact: 'registered', deviceId, userAgent: 'SIP' } : { fact: 'unregistered', deviceId });
  }

  /** @returns null: there is none of that name; undefined: it is not known, and stays as it was. */
  async #ask(resource: string): Promise<AriEndpoint | null | undefined> {
    try {
      return (await this.#asterisk.ask('GET', `/endpoints/PJSIP/${encodeURIComponent(resource)}`)) as AriEndpoint;
    } catch (error) {
      return error instanceof AriError && error.status === 404 ? null : undefined;
    }
  }

  #add(resource: string): void {
    const deviceId = deviceOfEndpoint(resource);
    if (this.#isExtension(deviceId))
      this.#registered.set(deviceId, (this.#registered.get(deviceId) ?? new Set()).add(resource));
  }

  #remove(deviceId: DeviceId, resource: string): void {
    const endpoints = this.#registered.get(deviceId);
    endpoints?.delete(resource);
    if (endpoints?.size === 0) this.#registered.delete(deviceId);
  }

  /** What was known before a break is still so for those that are still there. */
  #keepOrder(deviceId: DeviceId, known: ReadonlySet<string>): void {
    const now = this.#registered.get(deviceId);
    if (now === undefined) return;
    const kept = [...known].filter((resource) => now.has(resource));
    this.#registered.set(deviceId, new Set([...kept, ...now]));
  }
}
