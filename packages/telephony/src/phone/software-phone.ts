// The telephone itself: registers, makes calls and takes them, on a stack of its own or a shared one.
import type { Unsubscribe } from '../common.ts';
import type { SipRegistration, SipTransport } from '../sip/sip-server.ts';
import { SoftwareCall } from './call.ts';
import type { Phone, PhoneCall, PhoneOptions } from './phone.ts';
import { createPhoneStack, localAddressTowards, type PhoneStack } from './stack.ts';

/** Makes a telephone; nothing is bound before `start`. */
export function createPhone(options: PhoneOptions): Phone {
  return new SoftwarePhone(options);
}

class SoftwarePhone implements Phone {
  readonly #options: PhoneOptions;
  readonly #server: ServerAddress;
  readonly #calls = new Set<SoftwareCall>();
  readonly #incoming = new Set<(call: PhoneCall) => void>();
  #stack: PhoneStack | null;
  #own = false;
  #release: Unsubscribe | null = null;
  #registration: SipRegistration | null = null;

  constructor(options: PhoneOptions) {
    this.#options = options;
    this.#server = parseServer(options.server);
    this.#stack = options.stack ?? null;
  }

  async start(): Promise<void> {
    if (this.#stack === null) {
      const { localAddress, webSocketUrl, tlsClient } = this.#options;
      const { host, port } = webSocketUrl === undefined ? this.#server : placeOf(webSocketUrl);
      this.#stack = createPhoneStack({
        localAddress: localAddress ?? (await localAddressTowards(host, port)),
        ...(tlsClient === undefined ? {} : { tlsClient }),
      });
      this.#own = true;
      await this.#stack.start();
    }
    this.#release = this.#stack.claim(this.#options.user, (sip) => {
      const call = this.#track(SoftwareCall.incoming(this.#started, sip, { transferUri: (to) => this.#uriOf(to) }));
      if (this.#incoming.size === 0) return call.hangUp('rejected');
      for (const listener of this.#incoming) listener(call);
    });
  }

  async register(): Promise<void> {
    const { user, password, domain, authorizationUser, expiresS } = this.#options;
    if (password === undefined) throw new Error(`telephone ${user} has no password to register with`);
    const before = this.#registration;
    this.#registration = this.#started.sip.register({
      registrar: this.#serverUri,
      ...this.#way,
      user,
      password,
      ...(domain === undefined ? {} : { domain }),
      ...(authorizationUser === undefined ? {} : { authorizationUser }),
      ...(expiresS === undefined ? {} : { expiresS }),
    });
    await this.#registration.ready;
    // Only now, so that the telephone can be called all the while.
    await before?.stop();
  }

  async unregister(): Promise<void> {
    await this.#registration?.stop();
    this.#registration = null;
  }

  call(number: string): PhoneCall {
    const { user, domain, displayName, password, authorizationUser } = this.#options;
    return this.#track(
      SoftwareCall.outgoing(this.#started, {
        target: {
          uri: this.#uriOf(number),
          ...this.#way,
          ...(domain === undefined ? {} : { proxy: this.#serverUri }),
          ...(password === undefined ? {} : { credentials: { user: authorizationUser ?? user, password } }),
        },
        callerNumber: user,
        ...(domain === undefined ? {} : { callerDomain: domain }),
        callerName: displayName ?? '',
        number,
        transferUri: (to) => this.#uriOf(to),
      }),
    );
  }

  onIncoming(listener: (call: PhoneCall) => void): Unsubscribe {
    this.#incoming.add(listener);
    return () => void this.#incoming.delete(listener);
  }

  async close(): Promise<void> {
    for (const call of this.#calls) call.hangUp('normal');
    await this.unregister().catch(() => undefined);
    this.#release?.();
    if (this.#own) await this.#stack?.close();
  }

  get #started(): PhoneStack {
    if (this.#stack === null) throw new Error('start the telephone first');
    return this.#stack;
  }

  #uriOf(number: string): string {
    const { host, port } = this.#server;
    return `sip:${encodeURIComponent(number)}@${this.#options.domain ?? `${host}:${port}`}`;
  }

  get #serverUri(): string {
    return `sip:${this.#server.host}:${this.#server.port}`;
  }

  get #way(): { readonly transport: SipTransport; readonly webSocketUrl?: string } {
    const { webSocketUrl } = this.#options;
    return { transport: this.#server.transport, ...(webSocketUrl === undefined ? {} : { webSocketUrl }) };
  }

  #track(call: SoftwareCall): SoftwareCall {
    this.#calls.add(call);
    call.onEnd(() => void this.#calls.delete(call));
    return call;
  }
}

type ServerAddress = { readonly host: string; readonly port: number; readonly transport: SipTransport };

const defaultPorts: Readonly<Record<SipTransport, number>> = { udp: 5060, tcp: 5060, tls: 5061, ws: 80, wss: 443 };

function parseServer(uri: string): ServerAddress {
  const match = /^sip:([^:;@]+)(?::(\d+))?(?:;transport=(udp|tcp|tls|ws|wss))?$/i.exec(uri);
  if (!match?.[1]) throw new Error(`not a server address: ${uri} (expected sip:host:port)`);
  const transport = (match[3]?.toLowerCase() ?? 'udp') as SipTransport;
  return { host: match[1], port: Number(match[2] ?? defaultPorts[transport]), transport };
}

function placeOf(webSocketUrl: string): { readonly host: string; readonly port: number } {
  const { hostname, port, protocol } = new URL(webSocketUrl);
  return { host: hostname, port: Number(port) || (protocol === 'wss:' ? defaultPorts.wss : defaultPorts.ws) };
}
