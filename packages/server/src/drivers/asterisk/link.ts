// The connection to Asterisk as the driver sees it: it is there or it is not, and after every beginning what there is comes before what happens.
import type { DeviceId } from '@cordboard/domain';
import { limits } from '../../limits.ts';
import { SettingError } from '../../setting-error.ts';
import { Reach } from '../external/reach.ts';
import { AriClient, devicesOf } from './ari-client.ts';
import { wanted, type AriConfig, type AriEvent } from './ari-events.ts';
import { Asterisk, type Log } from './asterisk.ts';
import type { AsteriskCall } from './call.ts';
import { look, type Found } from './found.ts';
import type { AsteriskOptions } from './options.ts';
import { provision, type Extension } from './provisioning.ts';
import { sweep } from './sweep.ts';

type Listener = {
  event(event: AriEvent): void;
  /** That it is away, until it is `found` again. */
  away(): void;
  found(found: Found, deviceIds: readonly DeviceId[]): void;
  /** What is not wanted by now is not wanted. */
  settled(): void;
  calls(): readonly AsteriskCall[];
  /** @throws AriError */
  devices(): Promise<readonly DeviceId[]>;
};

export class Link {
  readonly asterisk: Asterisk;
  readonly #ari: AriClient;
  readonly #log: Log;
  readonly #listener: Listener;
  readonly #setting: string;
  readonly #systemName: string | null;
  readonly #reach: Reach;
  readonly #extensions: () => readonly Extension[];
  /** What happened since we began to look; null: we are not looking. */
  #waiting: AriEvent[] | null = null;
  #trouble: string | null = 'not connected yet';
  #sweeping: NodeJS.Timeout | undefined;
  #isReplaced = false;

  constructor(options: AsteriskOptions, listener: Listener) {
    const { ari, log, setting = 'switches', systemName = null, extensions = () => [] } = options;
    this.#log = log;
    this.#listener = listener;
    this.#reach = new Reach(() => listener.away());
    this.#setting = setting;
    this.#systemName = systemName;
    this.#extensions = extensions;
    this.#ari = new AriClient(ari, {
      event: (event) => this.#take(event),
      connected: () => void this.#connected(),
      lost: (reason) => this.#lost(reason),
      refused: (status) => this.#reach.refused(this.#refusal(status)),
    });
    this.asterisk = new Asterisk(this.#ari, log);
  }

  get isUp(): boolean {
    return this.#trouble === null;
  }

  get trouble(): string | null {
    return this.#trouble;
  }

  /** @throws SettingError when Asterisk does not let us in. */
  async start(): Promise<void> {
    this.#ari.start();
    try {
      await this.#reach.wait();
    } catch (error) {
      await this.#ari.close();
      throw error;
    }
  }

  async close(): Promise<void> {
    clearTimeout(this.#sweeping);
    await this.#ari.close();
  }

  #refusal(status: number): SettingError {
    const reason = status === 401 || status === 403 ? 'it refuses user or password' : `it answers with ${status}`;
    return new SettingError(this.#setting, `Asterisk does not let us in: ${reason}`);
  }

  #lost(reason: string): void {
    this.#reach.lost();
    // Whoever had to yield stays so.
    if (this.#isReplaced) return;
    if (this.#trouble !== reason) this.#log('warn', 'Asterisk is away', { reason });
    this.#trouble = reason;
    this.#waiting = null;
    clearTimeout(this.#sweeping);
  }

  #take(event: AriEvent): void {
    if (event.type === 'ApplicationReplaced' && event.application === this.#ari.app) return this.#replaced();
    if (this.#waiting === null) return this.#listener.event(event);
    if (this.#waiting.length < limits.ariMaxWaitingEvents) this.#waiting.push(event);
    else this.#ari.again();
  }

  /** Only one acts: whoever came last has the right to it (its lease is the newer one). */
  #replaced(): void {
    this.#isReplaced = true;
    this.#waiting = null;
    this.#trouble = 'another program has taken the application over';
    this.#log('error', this.#trouble, { app: this.#ari.app });
    this.#ari.yield();
    this.#reach.lost();
  }

  async #connected(): Promise<void> {
    const waiting: AriEvent[] = [];
    this.#waiting = waiting;
    const { awaited } = this.asterisk;
    try {
      await this.#checkName();
      await this.#subscribe();
      const found = await look(this.asterisk);
      const deviceIds = await this.#listener.devices();
      if (this.#waiting !== waiting) return;
      this.#waiting = null;
      this.#trouble = null;
      this.asterisk.found(awaited, found.entered);
      this.#listener.found(found, deviceIds);
      for (const event of waiting) this.#listener.event(event);
      this.#log('info', 'Asterisk is there', { telephones: deviceIds.length, channels: found.told.length });
      this.#reach.found();
      void this.#provision();
      this.#sweeping = setTimeout(() => this.#sweep(), limits.switchSweepAfterMs).unref();
    } catch (error) {
      this.asterisk.failed(error);
      this.#ari.again();
    }
  }

  /** @throws SettingError when its channels could be named like those of another Asterisk. */
  async #checkName(): Promise<void> {
    if (this.#systemName === null) return;
    const { config } = (await this.asterisk.ask('GET', '/asterisk/info', { only: 'config' })) as AriConfig;
    if (config.name === this.#systemName) return;
    const [is, must] = [`systemname in its asterisk.conf is "${config.name}"`, `"${this.#systemName}"`];
    const error = new SettingError(this.#setting, `${is}; where there are several switches it must be ${must}, its id`);
    this.#trouble = error.message;
    this.#reach.refused(error);
    throw error;
  }

  /** By two applications: events of channels would come twice to one, by the channel and by its endpoint. */
  async #subscribe(): Promise<void> {
    const { app } = this.#ari;
    const devices = devicesOf(app);
    const path = (name: string, what: string): string => `/applications/${encodeURIComponent(name)}/${what}`;
    const allowed = (types: readonly string[]) => ({ allowed: types.map((type) => ({ type })) });
    await this.asterisk.ask('PUT', path(app, 'eventFilter'), {}, allowed(wanted.calls));
    await this.asterisk.ask('PUT', path(devices, 'eventFilter'), {}, allowed(wanted.devices));
    await this.asterisk.ask('POST', path(devices, 'subscription'), { eventSource: 'endpoint:PJSIP' });
  }

  async #provision(): Promise<void> {
    const extensions = this.#extensions();
    if (extensions.length === 0) return;
    const taken = await provision(this.asterisk, extensions);
    this.#log(taken === extensions.length ? 'info' : 'warn', 'telephones provisioned', {
      taken,
      of: extensions.length,
    });
  }

  #sweep(): void {
    this.#listener.settled();
    void sweep(this.asterisk, () => this.#listener.calls());
  }
}
