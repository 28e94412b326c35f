// SIP and media for telephones: one socket and one worker, shared by as many phones as like.
import { createSocket } from 'node:dgram';
import type { Unsubscribe } from '../common.ts';
import { phoneLimits } from '../limits.ts';
import { createMediaEngine } from '../media/engine.ts';
import type { MediaEngine } from '../media/media-engine.ts';
import type { SipCall, SipServer, SipServerOptions } from '../sip/sip-server.ts';
import { createSipServer } from '../sip/server.ts';

export interface PhoneStack {
  readonly sip: SipServer;
  readonly media: MediaEngine;
  /** Gives a phone the INVITEs to its user; throws when another phone of this stack has them. */
  claim(user: string, listener: (call: SipCall) => void): Unsubscribe;
  start(): Promise<void>;
  close(): Promise<void>;
}

export type PhoneStackOptions = {
  /** Bound and put into SDP and Contact. */
  readonly localAddress: string;
  readonly sipPort?: number;
  /** By default the operating system chooses. */
  readonly rtpPorts?: { readonly from: number; readonly to: number };
  readonly soundFolders?: readonly string[];
  readonly publicAddress?: string;
  /** Only calls that come by one of its own registrations are taken; `claim` is of no use then. */
  readonly acceptOnlyRegistered?: boolean;
  readonly tlsClient?: SipServerOptions['tlsClient'];
  readonly log?: Log;
};

type Log = (level: 'debug' | 'info' | 'warn' | 'error', message: string, fields?: Record<string, unknown>) => void;

/** SIP and media with no registrar: every INVITE that arrives is taken for the telephones' own server's. */
export function createPhoneStack(options: PhoneStackOptions): PhoneStack {
  const log = options.log ?? (() => undefined);
  const host = options.localAddress;
  const port = options.sipPort ?? 0;
  const sip = createSipServer({
    listen: [
      { transport: 'udp', host, port },
      { transport: 'tcp', host, port },
    ],
    domain: host,
    userAgent: 'Cordboard phone',
    allowEvents: ['talk'],
    accounts: { ha1: () => [] },
    trunkOf: () => 'server',
    ...(options.acceptOnlyRegistered === undefined ? {} : { acceptOnlyRegistered: options.acceptOnlyRegistered }),
    ...(options.tlsClient === undefined ? {} : { tlsClient: options.tlsClient }),
    ...(options.publicAddress === undefined ? {} : { publicAddress: options.publicAddress }),
    log,
  });
  const media = createMediaEngine({
    address: host,
    ...(options.publicAddress === undefined ? {} : { publicAddress: options.publicAddress }),
    rtpPorts: options.rtpPorts ?? { from: 0, to: 0 },
    workers: 1,
    soundFolders: options.soundFolders ?? [],
    log,
  });
  const phones = new Map<string, (call: SipCall) => void>();
  sip.onInvite((call) => {
    // Whoever registers by himself also takes the calls that come by it.
    if (options.acceptOnlyRegistered === true) return;
    const phone = phones.get(call.localUser);
    if (phone) phone(call);
    else call.end('notFound');
  });
  return {
    sip,
    media,
    claim(user, listener) {
      if (phones.has(user)) throw new Error(`another phone of this stack is ${user}`);
      phones.set(user, listener);
      return () => void phones.delete(user);
    },
    async start() {
      await Promise.all([sip.listen(), media.start()]);
    },
    async close() {
      await sip.close(phoneLimits.drainMs);
      await media.close();
    },
  };
}

/** The local address from which `host` is reached; no packet is sent. */
export async function localAddressTowards(host: string, port: number): Promise<string> {
  const socket = createSocket('udp4');
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject);
      socket.connect(port, host, resolve);
    });
    return socket.address().address;
  } finally {
    socket.close();
  }
}
