// The switches of a tenant, made from the settings: the embedded one, or those of production.
import { resolve } from 'node:path';
import type { Configuration } from '@cordboard/domain';
import type { SipSecrets } from './accounts/sip-secrets.ts';
import type { Settings } from './configuration/settings.ts';
import { createAsteriskDriver } from './drivers/asterisk/asterisk-driver.ts';
import type { AsteriskOptions } from './drivers/asterisk/options.ts';
import { createEmbeddedDriver, type EmbeddedDriver } from './drivers/embedded/embedded-driver.ts';
import { severalSwitches } from './drivers/several.ts';
import type { SwitchDriver } from './drivers/switch.ts';
import type { Log } from './log.ts';
import { lines, switchOptions, type Tls } from './switch-settings.ts';

export type Switches = {
  readonly driver: SwitchDriver;
  /** null: telephones are at switches outside this program. */
  readonly embedded: EmbeddedDriver | null;
};

export type SwitchesParts = {
  readonly settings: Settings;
  readonly configuration: Configuration;
  readonly accounts: SipSecrets;
  readonly log: Log;
  readonly demo: boolean;
  readonly tls: Tls;
};

export function createSwitches(parts: SwitchesParts): Switches {
  const { settings } = parts;
  if (settings.switches.length === 0) {
    const embedded = createEmbeddedDriver(switchOptions(parts));
    return { driver: embedded, embedded };
  }
  const drivers = settings.switches.map((_, at) => createAsteriskDriver(asteriskOptions(parts, at)));
  return { driver: severalSwitches(drivers), embedded: null };
}

function asteriskOptions({ settings, configuration, accounts, log }: SwitchesParts, at: number): AsteriskOptions {
  const { id, url, user, password, app, extensions: areOurs } = settings.switches[at]!;
  const devices = new Set<string>(configuration.devices.map((device) => device.id));
  const realm = settings.sip.domain;
  return {
    ari: { url, user, password, app },
    trunks: settings.trunks
      .filter((trunk) => (trunk.switch ?? settings.switches[0]?.id) === id)
      .map((trunk) => ({
        id: trunk.id,
        isOutgoing: trunk.outgoing,
        maxCalls: trunk.maxCalls,
        callerId: trunk.callerId,
      })),
    isExtension: (endpoint) => devices.has(endpoint),
    extensions: () =>
      areOurs
        ? [...devices].flatMap((each) =>
            accounts
              .ha1(each, realm, 'MD5')
              .slice(0, 1)
              .map((ha1) => ({ user: each, realm, ha1 })),
          )
        : [],
    dataFolder: resolve(settings.dataFolder),
    setting: `switches[${at}]`,
    log: lines(log.child({ part: 'switch', switch: id })),
  };
}
