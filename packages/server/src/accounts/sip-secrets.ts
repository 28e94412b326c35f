// What telephones prove themselves with: permanent secrets of devices, and short-lived ones of browser sessions. In memory, as HA1.
import { createHash, randomBytes } from 'node:crypto';
import type { SipAccounts } from '@cordboard/telephony';
import { limits } from '../limits.ts';
import type { UserStore } from '../storage/store.ts';

type Ha1 = { readonly md5: string; readonly sha256: string };
type Credential = {
  readonly deviceId: string;
  readonly sessionId: string;
  readonly ha1: Ha1;
  readonly expiresAt: number;
};
export type RevokedSecret = { readonly deviceId: string; readonly sessionId: string; readonly ha1s: readonly string[] };
export type PhonePassword = { readonly password: string; readonly expiresAt: number };

/** RFC 7616 §3.4.2, of an algorithm without `-sess`. */
export function ha1Of(user: string, realm: string, password: string): Ha1 {
  const text = `${user}:${realm}:${password}`;
  return {
    md5: createHash('md5').update(text).digest('hex'),
    sha256: createHash('sha256').update(text).digest('hex'),
  };
}

export class SipSecrets implements SipAccounts {
  readonly #realm: string;
  readonly #now: () => number;
  readonly #permanent = new Map<string, Ha1>();
  readonly #ofDevice = new Map<string, Set<Credential>>();
  /** In the order of issue, so that the oldest of all goes first. */
  readonly #all = new Set<Credential>();
  readonly #ofSession = new Map<string, Credential[]>();

  /** @param options.realm of the browser phones: the SIP domain. */
  constructor(options: { readonly realm: string; readonly now: () => number }) {
    this.#realm = options.realm;
    this.#now = options.now;
  }

  /** Reads a tenant's device secrets from the store. */
  async load(users: Pick<UserStore, 'deviceSecrets'>, tenantId: string): Promise<void> {
    for (const { deviceId, realm, md5, sha256 } of await users.deviceSecrets(tenantId)) {
      this.#permanent.set(keyOf(deviceId, realm), { md5, sha256 });
    }
  }

  ha1(user: string, realm: string, algorithm: 'MD5' | 'SHA-256'): readonly string[] {
    const permanent = this.#permanent.get(keyOf(user, realm));
    const issued = this.unguessableHa1(user, realm, algorithm);
    return permanent === undefined ? issued : [read(permanent, algorithm), ...issued];
  }

  /** Those that `issue` made: 192 bits of chance each. Permanent ones may be of somebody's choosing. */
  unguessableHa1(user: string, realm: string, algorithm: 'MD5' | 'SHA-256'): readonly string[] {
    if (realm !== this.#realm) return [];
    const nowMs = this.#now();
    const valid = [...(this.#ofDevice.get(user) ?? [])].filter(({ expiresAt }) => expiresAt > nowMs);
    return valid.map(({ ha1 }) => read(ha1, algorithm));
  }

  /** A password for the browser phone of a session; the session's earlier ones stay valid, up to `phoneCredentialsPerSession`. */
  issue(deviceId: string, sessionId: string): PhonePassword {
    const password = randomBytes(24).toString('base64url');
    const expiresAt = this.#now() + limits.phoneCredentialLifetimeMs;
    const credential = { deviceId, sessionId, ha1: ha1Of(deviceId, this.#realm, password), expiresAt };
    this.#add(credential);
    const own = this.#ofSession.get(sessionId) ?? [];
    if (own.length > limits.phoneCredentialsPerSession && own[0] !== undefined) this.#remove(own[0]);
    const oldest = this.#all.values().next();
    if (this.#all.size > limits.phoneCredentialsMax && oldest.done !== true) this.#remove(oldest.value);
    return { password, expiresAt };
  }

  /** What a session's page may prove itself with at a device now, for a switch that keeps secrets of its own. */
  ofSession(deviceId: string, sessionId: string): readonly { readonly ha1: string; readonly expiresAt: number }[] {
    const nowMs = this.#now();
    return (this.#ofSession.get(sessionId) ?? [])
      .filter((credential) => credential.deviceId === deviceId && credential.expiresAt > nowMs)
      .map(({ ha1, expiresAt }) => ({ ha1: ha1.md5, expiresAt }));
  }

  /** Whose secrets are valid now, some perhaps more than once. */
  issued(): readonly { readonly deviceId: string; readonly sessionId: string }[] {
    const nowMs = this.#now();
    return [...this.#all].filter(({ expiresAt }) => expiresAt > nowMs);
  }

  /** One that nobody was told of. */
  withdraw(deviceId: string, sessionId: string, { password }: PhonePassword): void {
    const { md5 } = ha1Of(deviceId, this.#realm, password);
    const own = this.#ofSession.get(sessionId) ?? [];
    for (const credential of own) if (credential.ha1.md5 === md5) this.#remove(credential);
  }

  /**
   * The session closed: its telephones are not let in again.
   *
   * @returns what was valid until now, for the switch to take those telephones off.
   */
  revoke(sessionId: string): readonly RevokedSecret[] {
    const revoked = this.#ofSession.get(sessionId) ?? [];
    for (const credential of revoked) this.#remove(credential);
    return revoked.map(({ deviceId, ha1 }) => ({ deviceId, sessionId, ha1s: [ha1.md5, ha1.sha256] }));
  }

  #add(credential: Credential): void {
    const { deviceId, sessionId } = credential;
    this.#all.add(credential);
    this.#ofDevice.set(deviceId, (this.#ofDevice.get(deviceId) ?? new Set()).add(credential));
    this.#ofSession.set(sessionId, [...(this.#ofSession.get(sessionId) ?? []), credential]);
  }

  #remove(credential: Credential): void {
    const { deviceId, sessionId } = credential;
    this.#all.delete(credential);
    const device = this.#ofDevice.get(deviceId);
    device?.delete(credential);
    if (device?.size === 0) this.#ofDevice.delete(deviceId);
    const rest = (this.#ofSession.get(sessionId) ?? []).filter((other) => other !== credential);
    if (rest.length === 0) this.#ofSession.delete(sessionId);
    else this.#ofSession.set(sessionId, rest);
  }
}

const read = (ha1: Ha1, algorithm: 'MD5' | 'SHA-256'): string => (algorithm === 'MD5' ? ha1.md5 : ha1.sha256);

/** A blank is in no SIP user name (RFC 3261 §25.1). */
const keyOf = (user: string, realm: string): string => `${user} ${realm}`;
