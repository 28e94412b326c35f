// The program put together: servers, telephone, pages and window, and the one place where what they see becomes what pages are told.
import { randomBytes } from 'node:crypto';
import type { Happening, IpscObjects } from '@cordboard/contract/dialects/ipsc';
import { localAddressTowards } from '@cordboard/telephony';
import type { WebSocket } from 'ws';
import { Channels } from './agent/channels.ts';
import { happeningsBetween } from './agent/happenings.ts';
import { History, type Recorded } from './agent/history.ts';
import { modelOf, type Model } from './agent/model.ts';
import { isCaller, ownConnection } from './agent/own-calls.ts';
import { queueHappening } from './agent/queue-happenings.ts';
import { Refusal } from './agent/refusal.ts';
import type { Sight } from './agent/sight.ts';
import { CtiServers } from './cti/cti-servers.ts';
import type { Desk } from './desk.ts';
import { limits } from './limits.ts';
import { Grants } from './local/grants.ts';
import { LocalServer, type LocalServerOptions } from './local/local-server.ts';
import { Pairings } from './local/pairings.ts';
import { Tickets } from './local/tickets.ts';
import { ServerRegistrars } from './phone/server-registrars.ts';
import { Strays } from './phone/strays.ts';
import { Telephone } from './phone/telephone.ts';
import type { Settings } from './settings/settings.ts';
import { BarDoor } from './window/bar-door.ts';

export type Log = (
  level: 'debug' | 'info' | 'warn' | 'error',
  message: string,
  fields?: Record<string, unknown>,
) => void;

export type ProgramOptions = {
  readonly settings: Settings;
  /** Where consents are kept; null: nowhere. */
  readonly grantsFile: string | null;
  /** By which a second start of this user's asks for the window. */
  readonly ownerSecret: string;
  /** Of this user's telephone, as registrars know it. */
  readonly instanceId: string;
  readonly files: LocalServerOptions['files'];
  /** Opens a window at this address of the local server. */
  readonly openWindow: (url: string) => Promise<void>;
  readonly exit: (code: number) => void;
  readonly random: () => number;
  readonly log: Log;
};

export class Program implements Desk {
  readonly settings: Settings;
  readonly history = new History();
  readonly channels = new Channels();
  readonly door = { path: '/agent', token: randomBytes(24).toString('base64url') };
  readonly pairings: Pairings;
  readonly cti: CtiServers;
  readonly local: LocalServer;
  soundDevices: readonly IpscObjects['soundDevice'][] = [];
  readonly #options: ProgramOptions;
  readonly #tickets = new Tickets();
  readonly #listeners = new Set<(recorded: Recorded) => void>();
  readonly #waits = new Set<() => void>();
  readonly #bars = new Set<BarDoor>();
  readonly #registrars: ServerRegistrars;
  readonly #strays = new Strays((lineId) => this.#telephone?.drop(lineId));
  #telephone: Telephone | null = null;
  #model: Model | undefined;
  #lights = '';
  #soundWanted = false;
  #looking = false;
  #again = false;

  constructor(options: ProgramOptions) {
    this.#options = options;
    this.settings = options.settings;
    const grants = new Grants(options.grantsFile, options.settings.localServer);
    this.pairings = new Pairings((pairings) => this.happened({ name: 'pairing', detail: { pairings } }));
    this.#registrars = new ServerRegistrars({
      settings: options.settings.phone,
      serverAt: (index) => this.cti.servers[index],
      register: async (index, place) => this.#telephone?.register(index, place),
      failed: (index, error) =>
        this.#log('warn', 'no credentials for the telephone', { ctiIndex: index, error: (error as Error).message }),
    });
    this.cti = new CtiServers({
      places: options.settings.cti.servers,
      extensionAt: (index, state) => this.#registrars.extensionAt(index, state),
      random: options.random,
      hasLine: (index) => this.#hasLine(index),
      listener: {
        changed: () => this.#look(),
        event: (index, event) => {
          const happening = queueHappening(this, index, event);
          if (happening !== null) this.happened(happening);
          for (const bar of this.#bars) bar.event(index, event);
        },
        begun: (index, deviceId) => this.#registrars.begin(index, deviceId),
        failed: (index, error) =>
          this.#log('info', 'no login at a CTI server yet', { ctiIndex: index, error: (error as Error).message }),
        ended: () => this.#log('info', 'the session was ended by somebody else'),
      },
    });
    this.local = new LocalServer({
      desk: this,
      grants,
      tickets: this.#tickets,
      ownerSecret: options.ownerSecret,
      files: options.files,
      bar: (socket) => this.#openBar(socket),
      changed: () => {
        if (!this.local.hasWindow) this.#telephone?.sound.close();
        this.#look();
      },
      log: options.log,
    });
    this.#model = modelOf(this.#sight(), null);
  }

  /** @param port in place of the configured one. @throws PortTaken. */
  async start(port?: number): Promise<void> {
    const { settings } = this;
    const first = settings.cti.servers[0];
    const { localAddress, localPort, publicAddress, autoAnswer, registrars } = settings.phone;
    const towards = registrars[0] ?? first;
    const address =
      localAddress !== ''
        ? localAddress
        : towards === undefined
          ? '127.0.0.1'
          : await localAddressTowards(towards.host, towards.port);
    this.#telephone = new Telephone({
      localAddress: address,
      sipPort: localPort,
      instanceId: this.#options.instanceId,
      ...(publicAddress === '' ? {} : { publicAddress }),
      autoAnswer,
      canTalk: () => settings.phone.sound === 'none' || this.local.hasWindow,
      changed: () => {
        this.#look();
        this.cti.lookAgain();
      },
      log: this.#options.log,
    });
    await this.#telephone.start();
    for (const [index, registrar] of registrars.entries())
      void this.#telephone.register(index, {
        ctiIndex: Math.min(index, Math.max(0, settings.cti.servers.length - 1)),
        ...registrar,
      });
    await this.local.listen(port);
    if (settings.localServer.isOpenToAnyPage)
      this.#log('warn', "OPEN TO ANY PAGE: every web page in this machine's browsers can steer this program");
  }

  async close(): Promise<void> {
    this.local.closeWindow();
    this.#registrars.end();
    this.pairings.close();
    if (this.cti.running === 'Started') await this.cti.logOut().catch(() => {});
    this.cti.close();
    await this.#telephone?.close();
    await this.local.close();
  }

  get model(): Model {
    this.#model ??= modelOf(this.#sight(), null);
    return this.#model;
  }

  get telephone(): Telephone {
    if (this.#telephone === null) throw new Refusal('phoneOnHook');
    return this.#telephone;
  }

  get lights(): IpscObjects['lights'] {
    return {
      servers: this.model.ctiServers,
      registrars: this.model.phoneAccounts.map(({ uri, registerStatusCode }) => ({ uri, status: registerStatusCode })),
      pages: this.local.pages,
      sound: this.#telephone?.sound.isOpen === true ? 'open' : this.local.hasWindow ? 'ready' : 'none',
      isOpenToAnyPage: this.settings.localServer.isOpenToAnyPage,
    };
  }

  happened = (happening: Happening): void => {
    const recorded = this.history.add(happening);
    for (const listener of this.#listeners) listener(recorded);
  };

  onHappening(listener: (recorded: Recorded) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  callIdAt(ctiIndex: number, channel: number): string {
    const callId = this.channels.callAt(ctiIndex, channel);
    if (callId === null) throw new Refusal('noSuchSession');
    return callId;
  }

  until(isSo: (model: Model) => boolean, timeoutMs: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const end = (how: () => void): void => {
        clearTimeout(timer);
        this.#waits.delete(look);
        how();
      };
      const look = (): void => {
        if (isSo(this.model)) end(resolve);
      };
      const timer = setTimeout(() => end(() => reject(new Refusal('timedOut'))), timeoutMs);
      this.#waits.add(look);
      look();
    });
  }

  async settle(isSo: (model: Model) => boolean): Promise<void> {
    await this.until(isSo, limits.settleMs).catch(() => {});
  }

  /** Opens the window; its address is good once. */
  async showWindow(): Promise<void> {
    await this.#options.openWindow(this.windowUrl());
  }

  windowUrl(): string {
    return `http://127.0.0.1:${this.local.port}/#${this.#tickets.make(Date.now())}`;
  }

  hideWindow(): void {
    this.local.closeWindow();
  }

  exit(code: number): void {
    this.#options.exit(code);
  }

  // What is seen

  #sight(): Sight {
    const { running, main, servers } = this.cti;
    const session = servers[main]?.state.session;
    return {
      running,
      worker:
        session == null || running === 'Stopped'
          ? null
          : { workerNum: session.agent.agentId, displayName: session.agent.name },
      servers: servers.map(({ place, connection, state }) => ({
        host: place.host,
        port: place.port,
        connection,
        client: state,
      })),
      main,
      accounts: this.#telephone?.accounts ?? [],
      lines: this.#telephone?.lines ?? [],
      channels: this.channels,
    };
  }

  /** Looks at everything anew; what is another than before is told. A look within a look follows it. */
  #look(): void {
    // Parts that are being made already look around.
    if (this.#model === undefined) return;
    this.#again = true;
    if (this.#looking) return;
    this.#looking = true;
    try {
      while (this.#again) {
        this.#again = false;
        const before = this.#model;
        this.#model = modelOf(this.#sight(), before);
        for (const happening of happeningsBetween(before, this.#model)) this.happened(happening);
        this.#tellLights();
      }
    } finally {
      this.#looking = false;
    }
    this.#telephone?.answerOwn((callId) => this.#isOwnWish(callId));
    this.#strays.look(this.#strayLines());
    if (this.cti.running === 'Stopped') this.#registrars.end();
    for (const bar of this.#bars) bar.look();
    for (const wait of this.#waits) wait();
  }

  #tellLights(): void {
    const { lights } = this;
    const text = JSON.stringify(lights);
    if (text !== this.#lights) this.happened({ name: 'lights', detail: { lights } });
    this.#lights = text;
    const wanted =
      this.#telephone?.lines.some(({ state }) => state !== 'Incoming' && state !== 'Disconnected') === true;
    if (wanted !== this.#soundWanted) this.happened({ name: 'soundWanted', detail: { wanted } });
    this.#soundWanted = wanted;
  }

  /** A call that the agent made, or at which he wants to be as a supervisor: his telephone picks up by itself. */
  #isOwnWish(callId: string): boolean {
    return this.cti.servers.some(({ state: { agent, calls, supervision } }) => {
      if (supervision?.callId === callId) return true;
      const call = calls.find((one) => one.callId === callId);
      const own = call && agent ? ownConnection(call, agent) : null;
      return call !== undefined && own !== null && isCaller(call, own);
    });
  }

  #strayLines(): ReadonlySet<number> {
    const { lines, accounts, servers } = this.#sight();
    const strays = lines.filter(({ callId, account }) => {
      const server = servers[accounts[account]?.ctiIndex ?? -1];
      if (callId === null || server?.connection !== 'Ok') return false;
      const { calls, supervision } = server.client;
      return supervision?.callId !== callId && !calls.some((call) => call.callId === callId);
    });
    return new Set(strays.map(({ id }) => id));
  }

  #hasLine(ctiIndex: number): boolean {
    const { accounts, lines } = this.#sight();
    return lines.some(({ account, state }) => accounts[account]?.ctiIndex === ctiIndex && state !== 'Disconnected');
  }

  #openBar(socket: WebSocket): void {
    const bar = new BarDoor({ socket, cti: this.cti, token: this.door.token });
    this.#bars.add(bar);
    socket.on('close', () => this.#bars.delete(bar));
  }

  #log(...[level, message, fields]: Parameters<Log>): void {
    this.#options.log(level, message, fields);
  }
}
