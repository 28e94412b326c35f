// From the settings to what the embedded switch is made with: addresses, trunks, certificates.
import { readFileSync } from 'node:fs';
import type { Configuration } from '@cordboard/domain';
import type { SipAccounts } from '@cordboard/telephony';
import { mediaHost, mediaWorkers } from './configuration/invocation.ts';
import type { Settings } from './configuration/settings.ts';
import type { EmbeddedOptions, TrunkOptions } from './drivers/embedded/options.ts';
import type { Log } from './log.ts';
import { SettingError } from './setting-error.ts';

export type Tls = { readonly key: string; readonly cert: string } | undefined;

type SwitchParts = {
  readonly settings: Settings;
  readonly configuration: Configuration;
  readonly accounts: SipAccounts;
  readonly log: Log;
  /** Whether calls from this machine are a trunk's, for the demonstration caller. */
  readonly demo: boolean;
  readonly tls: Tls;
};

/** What the embedded switch is made with. */
export function switchOptions({ settings, configuration, accounts, log, demo, tls }: SwitchParts): EmbeddedOptions {
  const { sip, media } = settings;
  const devices = new Set<string>(configuration.devices.map((device) => device.id));
  return {
    sip: { host: sip.host, port: sip.port, domain: sip.domain, ...(tls && { tls: { port: sip.tls.port, ...tls } }) },
    rtp: {
      address: mediaHost(settings),
      from: media.rtpPorts.from,
      to: media.rtpPorts.to,
      workers: mediaWorkers(settings),
    },
    ...(sip.publicAddress !== undefined && { publicAddress: sip.publicAddress }),
    soundFolders: media.soundFolder === undefined ? [] : [media.soundFolder],
    dataFolder: settings.dataFolder,
    trunks: trunksOf(settings, demo),
    accounts,
    isExtension: (user: string) => devices.has(user),
    log: lines(log.child({ part: 'switch' })),
  };
}

/** The demonstration takes calls from this machine, so that `npm run call` needs no setting up. */
function trunksOf(settings: Settings, demo: boolean): readonly TrunkOptions[] {
  const set = settings.trunks.map(({ user, password, switch: _, outgoing, uri, ...trunk }) => ({
    ...trunk,
    uri: outgoing ? uri : null,
    ...(user !== undefined && { credentials: { user, password: password ?? '' } }),
  }));
  if (!demo || set.length > 0) return set;
  return [{ id: 'demo', uri: null, addresses: ['127.0.0.1'], maxCalls: 1_000, callerId: '' }];
}

/**
 * The contents of a key and its certificate; undefined when they are not set.
 *
 * @throws SettingError when one cannot be read.
 */
export function tlsOf(
  files: { readonly key?: string | undefined; readonly cert?: string | undefined },
  setting: string,
): Tls {
  if (files.key === undefined || files.cert === undefined) return undefined;
  const read = (path: string, name: string): string => {
    try {
      return readFileSync(path, 'utf8');
    } catch {
      throw new SettingError(`${setting}.${name}`, `${path} cannot be read`);
    }
  };
  return { key: read(files.key, 'key'), cert: read(files.cert, 'cert') };
}

/** Telephony logs by level, message and fields; pino by fields and message. */
export const lines =
  (log: Log) =>
  (level: 'debug' | 'info' | 'warn' | 'error', message: string, fields: Readonly<Record<string, unknown>> = {}): void =>
    log[level](fields, message);
