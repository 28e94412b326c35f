// The telephone itself: registers, makes calls and takes them, on a stack of its own or a shared one.
import type { Unsubscribe } from '../common.ts';
import type { SipRegistration } from '../sip/sip-server.ts';
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
    const { host, port, transport } = this.#server;
    if (this.#stack === null) {
      const localAddress = this.#options.localAddress ?? (await localAddressTowards(host, port));
      this.#stack = createPhoneStack({ localAddress, transport });
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
    const { user, password } = this.#options;
    if (password === undefined) throw new Error(`telephone ${user} has no password to register with`);
    const { transport, host, port } = this.#server;
    this.#registration = this.#started.sip.register({ registrar: `sip:${host}:${port}`, transport, user, password });
    await this.#registration.ready;
  }

  async unregister(): Promise<void> {
    await this.#registration?.stop();
    this.#registration = null;
  }

  call(number: string): PhoneCall {
    const { transport } = this.#server;
    const { user, displayName, password } = this.#options;
    return this.#track(
      SoftwareCall.outgoing(this.#started, {
        target: {
          uri: this.#uriOf(number),
          transport,
          ...(password === undefined ? {} : { credentials: { user, password } }),
        },
        callerNumber: user,
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
    return `sip:${encodeURIComponent(number)}@${this.#server.host}:${this.#server.port}`;
  }

  #track(call: SoftwareCall): SoftwareCall {
    this.#calls.add(call);
    call.onEnd(() => void this.#calls.delete(call));
    return call;
  }
}

type ServerAddress = { readonly host: string; readonly port: number; readonly transport: 'udp' | 'tcp' };

function parseServer(uri: string): ServerAddress {
  const match = /^sip:([^:;@]+)(?::(\d+))?(?:;transport=(udp|tcp))?$/i.exec(uri);
  if (!match?.[1]) throw new Error(`not a server address: ${uri} (expected sip:host:port)`);
  return {
    host: match[1],
    port: Number(match[2] ?? 5060),
    transport: match[3]?.toLowerCase() === 'tcp' ? 'tcp' : 'udp',
  };
}
