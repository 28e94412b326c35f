// Telephones in browsers at Asterisk: an endpoint for each session's page, let in by the session's short-lived secrets, and gone with them.
import { createHash } from 'node:crypto';
import type { WebSocket } from 'ws';
import type { BrowserPeer, BrowserPhone, BrowserPhones, BrowserSecret, RevokedPhone } from '../browser-phones.ts';
import { SipRelay } from '../external/sip-relay.ts';
import { AriError } from './ari-client.ts';
import type { AriEndpoint } from './ari-events.ts';
import type { Asterisk, Log } from './asterisk.ts';
import { appMark, browserName, readBrowserName } from './naming.ts';
import { browserObjects, objectPath, putAll, several, type ObjectType } from './provisioning.ts';

export type BrowserSecrets = {
  readonly realm: string;
  /** Valid now. */
  of(phone: BrowserPhone): readonly BrowserSecret[];
  /** Everybody's. */
  phones(): readonly BrowserPhone[];
};

type Parts = {
  readonly asterisk: Asterisk;
  /** Where Asterisk has SIP over WebSocket. */
  readonly sipUrl: string;
  readonly log: Log;
  readonly secrets: BrowserSecrets;
  /** An endpoint is there or gone, which Asterisk tells nobody of. */
  readonly changed: (endpoint: string) => void;
};

export class Browsers implements BrowserPhones {
  readonly #parts: Parts;
  readonly #relay: SipRelay;
  /** Endpoints that are at Asterisk, because somebody may be let in as them. */
  readonly #admitted = new Set<string>();
  /** What is being done to an endpoint: one thing after the other. */
  readonly #turns = new Map<string, Promise<boolean>>();
  readonly #expiries = new Map<string, NodeJS.Timeout>();
  /** What an earlier life of ours left there is gone: whoever is let in now stays so. */
  #isReady = false;

  constructor(parts: Parts) {
    this.#parts = parts;
    const { sipUrl: url, log } = parts;
    this.#relay = new SipRelay({ url, log, admits: (user) => this.#admitted.has(user) });
  }

  /** Pages that are connected. */
  get size(): number {
    return this.#relay.size;
  }

  async admit(phone: BrowserPhone): Promise<string | null> {
    if (!this.#isReady) return null;
    return (await this.#converge(phone)) ? this.#nameOf(phone) : null;
  }

  dismiss(phone: RevokedPhone): void {
    void this.#converge(phone);
  }

  accept(socket: WebSocket, peer: BrowserPeer): void {
    if (this.#isReady) this.#relay.accept(socket, peer);
    else socket.close(1013, 'the switch is away');
  }

  /** After every connection: those that nobody has a secret for go, and the others are put again. */
  async connected(): Promise<void> {
    const { asterisk, secrets } = this.#parts;
    const there = (await asterisk.ask('GET', '/endpoints/PJSIP').catch(() => [])) as readonly AriEndpoint[];
    // Looked at after that: whoever has been let in meanwhile is among those who are there.
    const wanted = new Map(secrets.phones().map((phone) => [this.#nameOf(phone), phone]));
    const left = there
      .flatMap(({ resource }) => readBrowserName(resource) ?? [])
      .filter((read) => read.appMark === appMark(asterisk.app) && !wanted.has(read.name));
    await several(left, ({ name }) => this.#inTurn(name, () => this.#remove(name)));
    this.#isReady = true;
    await several([...wanted.values()], (phone) => this.#converge(phone));
  }

  close(): void {
    this.#isReady = false;
    for (const timer of this.#expiries.values()) clearTimeout(timer);
    this.#relay.close();
  }

  #nameOf(phone: BrowserPhone): string {
    return browserName(this.#parts.asterisk.app, phone);
  }

  /** Makes Asterisk let in who has a valid secret, and nobody else. @returns whether it does now. */
  #converge(phone: BrowserPhone): Promise<boolean> {
    const name = this.#nameOf(phone);
    return this.#inTurn(name, async () => {
      const secrets = this.#parts.secrets.of(phone);
      this.#expire(name, phone, secrets);
      return secrets.length === 0 ? this.#remove(name) : this.#put(name, phone, secrets);
    });
  }

  #expire(name: string, phone: BrowserPhone, secrets: readonly BrowserSecret[]): void {
    clearTimeout(this.#expiries.get(name));
    this.#expiries.delete(name);
    if (secrets.length === 0) return;
    const afterMs = Math.min(...secrets.map(({ expiresAt }) => expiresAt)) - Date.now();
    this.#expiries.set(name, setTimeout(() => void this.#converge(phone), afterMs).unref());
  }

  async #put(name: string, phone: BrowserPhone, secrets: readonly BrowserSecret[]): Promise<boolean> {
    const { asterisk } = this.#parts;
    const auths = secrets.map(({ ha1 }) => ({ id: authName(name, ha1), ha1 }));
    const before = await this.#authsOf(name);
    const { realm } = this.#parts.secrets;
    await putAll(asterisk, browserObjects(name, { deviceId: phone.deviceId, realm, auths }));
    this.#admitted.add(name);
    for (const id of before) if (!auths.some((auth) => auth.id === id)) await this.#forget('auth', id);
    return true;
  }

  /** The endpoint first: without it nothing leads to the rest. */
  async #remove(name: string): Promise<boolean> {
    this.#admitted.delete(name);
    const auths = await this.#authsOf(name);
    await this.#forget('endpoint', name);
    await this.#forget('aor', name);
    for (const id of auths) await this.#forget('auth', id);
    this.#parts.changed(name);
    return true;
  }

  async #authsOf(name: string): Promise<readonly string[]> {
    const found = await this.#parts.asterisk.ask('GET', objectPath('endpoint', name)).catch(absent);
    const fields = (found ?? []) as readonly { readonly attribute: string; readonly value: string }[];
    const value = fields.find(({ attribute }) => attribute === 'auth')?.value ?? '';
    return value.split(',').filter((id) => id.startsWith(`${name}~`));
  }

  async #forget(type: ObjectType, id: string): Promise<void> {
    await this.#parts.asterisk.ask('DELETE', objectPath(type, id)).catch(absent);
  }

  #inTurn(name: string, step: () => Promise<boolean>): Promise<boolean> {
    const before = this.#turns.get(name) ?? Promise.resolve(true);
    const turn = before.then(step).catch((error: unknown) => {
      this.#parts.asterisk.failed(error);
      return false;
    });
    this.#turns.set(name, turn);
    void turn.then(() => this.#turns.get(name) === turn && this.#turns.delete(name));
    return turn;
  }
}

/** Says nothing about the secret, and is the same for the same one. */
const authName = (name: string, ha1: string): string =>
  `${name}~${createHash('sha256').update(ha1).digest('hex').slice(0, 16)}`;

/** What is not there is as good as taken away. */
function absent(error: unknown): null {
  if (error instanceof AriError && error.status === 404) return null;
  throw error;
}

/** Asterisk has SIP over WebSocket at the HTTP server that ARI is at. */
export function sipUrlOf(ariUrl: string): string {
  return new URL('/ws', ariUrl.replace(/^http/u, 'ws')).href;
}
