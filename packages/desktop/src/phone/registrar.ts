// One registrar of the telephone: registers there and stays registered.
import type { SipRegistration, SipServer } from '@cordboard/telephony';
import type { AccountSight } from '../agent/sight.ts';
import { limits } from '../limits.ts';

export type RegistrarPlace = {
  readonly ctiIndex: number;
  readonly host: string;
  readonly port: number;
  readonly transport: 'udp' | 'tcp' | 'tls' | 'ws' | 'wss';
  /** For `ws` and `wss`: where the socket is opened. */
  readonly webSocketUrl?: string;
  /** Host part of the address that is registered; left out: the registrar's own. */
  readonly domain?: string;
  readonly user: string;
  readonly authorizationUser?: string;
  readonly password: string;
};

export class Registrar {
  readonly place: RegistrarPlace;
  readonly #sip: SipServer;
  readonly #registration: SipRegistration;

  /** @param instanceId of this telephone at this registrar, the same after a new start (RFC 5626 §4.1). */
  constructor(sip: SipServer, place: RegistrarPlace, instanceId: string, changed: () => void) {
    this.#sip = sip;
    this.place = place;
    const { transport, webSocketUrl, domain, user, authorizationUser, password } = place;
    this.#registration = this.#sip.register({
      registrar: this.uriOf(''),
      transport,
      user,
      password,
      // A registrar on UDP that died is noticed when it does not answer.
      ...(transport === 'udp' ? { expiresS: limits.udpRegistrationS } : {}),
      instanceId,
      ...(webSocketUrl === undefined ? {} : { webSocketUrl }),
      ...(domain === undefined ? {} : { domain }),
      ...(authorizationUser === undefined ? {} : { authorizationUser }),
    });
    this.#registration.on('changed', changed);
  }

  /** When it is registered for the first time, or will not be. */
  get settled(): Promise<void> {
    return this.#registration.ready.catch(() => {});
  }

  get isRegistered(): boolean {
    return this.#registration.state === 'registered';
  }

  get sight(): AccountSight {
    const { ctiIndex, user } = this.place;
    return {
      ctiIndex,
      uri: `sip:${user}@${this.domain}`,
      isValid: true,
      isRegistered: this.isRegistered,
      status: this.#registration.lastStatus,
    };
  }

  get domain(): string {
    return this.place.domain ?? this.place.host;
  }

  /** Whether a call came by it. */
  brought(registration: SipRegistration): boolean {
    return this.#registration === registration;
  }

  /** An address at this registrar. */
  uriOf(user: string): string {
    const { host, port } = this.place;
    return `sip:${user === '' ? '' : `${encodeURIComponent(user)}@`}${host.includes(':') ? `[${host}]` : host}:${port}`;
  }

  /** After the machine slept or its network changed. */
  refresh(): void {
    this.#registration.refreshNow();
  }

  async close(): Promise<void> {
    await this.#registration.stop();
  }
}
