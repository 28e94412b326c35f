// The switches of a tenant, made from the settings: the embedded one, or those of production.
import { resolve } from 'node:path';
import type { Configuration } from '@cordboard/domain';
import type { SipSecrets } from './accounts/sip-secrets.ts';
import type { Settings } from './configuration/settings.ts';
import { createAsteriskDriver } from './drivers/asterisk/asterisk-driver.ts';
import type { AsteriskOptions } from './drivers/asterisk/options.ts';
import type { Extension } from './drivers/asterisk/provisioning.ts';
import { createFreeswitchDriver } from './drivers/freeswitch/freeswitch-driver.ts';
import type { FreeswitchOptions } from './drivers/freeswitch/options.ts';
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
  const drivers = settings.switches.map(({ kind }, at) =>
    kind === 'asterisk'
      ? createAsteriskDriver(asteriskOptions(parts, at))
      : createFreeswitchDriver(freeswitchOptions(parts, at)),
  );
  return { driver: severalSwitches(drivers), embedded: null };
}

/** What is the same for every switch outside. */
function commonOptions({ settings, configuration, log }: SwitchesParts, at: number) {
  const { id } = settings.switches[at]!;
  const devices = new Set<string>(configuration.devices.map((device) => device.id));
  return {
    trunks: settings.trunks
      .filter((trunk) => (trunk.switch ?? settings.switches[0]?.id) === id)
      .map((trunk) => ({
        id: trunk.id,
        isOutgoing: trunk.outgoing,
        maxCalls: trunk.maxCalls,
        callerId: trunk.callerId,
      })),
    isExtension: (user: string) => devices.has(user),
    dataFolder: resolve(settings.dataFolder),
    setting: `switches[${at}]`,
    log: lines(log.child({ part: 'switch', switch: id })),
  };
}

function asteriskOptions(parts: SwitchesParts, at: number): AsteriskOptions {
  const { settings, configuration, accounts } = parts;
  const { id, url, user, password, app, extensions: areOurs } = settings.switches[at]!;
  const realm = settings.sip.domain;
  const extensionOf = (device: string): Extension[] => {
    const [ha1] = accounts.ha1(device, realm, 'MD5');
    return ha1 === undefined ? [] : [{ user: device, realm, ha1 }];
  };
  return {
    ...commonOptions(parts, at),
    ari: { url, user, password, app },
    ...(settings.switches.length > 1 && { systemName: id }),
    browserSecrets: {
      realm,
      of: ({ deviceId, sessionId }) => accounts.ofSession(deviceId, sessionId),
      phones: () => accounts.issued(),
    },
    extensions: () => (areOurs ? configuration.devices.flatMap((device) => extensionOf(device.id)) : []),
  };
}

function freeswitchOptions(parts: SwitchesParts, at: number): FreeswitchOptions {
  const { settings } = parts;
  const { url, password, recordingsFolder } = settings.switches[at]!;
  const { hostname, port } = new URL(url);
  return {
    ...commonOptions(parts, at),
    esl: { host: hostname.replaceAll(/[[\]]/gu, ''), port: Number(port || 8021), password },
    domain: settings.sip.domain,
    ...(recordingsFolder !== undefined && { recordingsFolder: resolve(recordingsFolder) }),
  };
}
