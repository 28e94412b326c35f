// The agent's program between two whole servers, with pages, customers and colleagues: where the stories of the desktop play.
import { randomUUID } from 'node:crypto';
import type { Configuration } from '@cordboard/domain';
import type { PhoneCall } from '@cordboard/telephony';
import { Program, type ProgramOptions } from '../../packages/desktop/src/program.ts';
import { settingsSchema } from '../../packages/desktop/src/settings/settings.ts';
import { LocalPage, type PageWishes } from './local-page.ts';
import { smallTenant, withSales, withSupervision } from './small-tenant.ts';
import { until } from './until.ts';
import { everybodysPassword, startWholeServer, type WholeServer } from './whole-server.ts';

/** Both servers know the same people; without wrap-up, as the original has none. */
export const house = (tenantId: string): Configuration =>
  withSales(withSupervision(smallTenant(tenantId)), { wrapUpMs: 0 });

export type ProgramWishes = {
  readonly servers?: readonly { readonly host: string; readonly port: number }[];
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly openWindow?: ProgramOptions['openWindow'];
  readonly exit?: ProgramOptions['exit'];
  readonly random?: () => number;
  readonly grantsFile?: string;
  /** 0 or left out: any. */
  readonly port?: number;
  readonly files?: ProgramOptions['files'];
};

export class DesktopFloor {
  readonly servers: readonly WholeServer[];
  readonly #programs: Program[] = [];
  readonly #pages: LocalPage[] = [];
  readonly #calls: PhoneCall[] = [];

  private constructor(servers: readonly WholeServer[]) {
    this.servers = servers;
  }

  static async open(count: 1 | 2 = 1): Promise<DesktopFloor> {
    const servers: WholeServer[] = [];
    for (let n = 0; n < count; n += 1) servers.push(await startWholeServer(house));
    return new DesktopFloor(servers);
  }

  get places(): readonly { host: string; port: number }[] {
    return this.servers.map(({ port }) => ({ host: '127.0.0.1', port }));
  }

  /** A program at a free port, that answers calls without a window unless it is told otherwise. */
  async program(wishes: ProgramWishes = {}): Promise<Program> {
    const { localServer, phone, ...more } = (wishes.settings ?? {}) as Record<string, object>;
    const settings = settingsSchema.parse({
      cti: { servers: wishes.servers ?? this.places },
      localServer: { allowedOrigins: ['https://crm.example'], ...localServer },
      phone: { sound: 'none', extension: '8001', ...phone },
      ...more,
    });
    const program = new Program({
      settings,
      grantsFile: wishes.grantsFile ?? null,
      ownerSecret: 'of the owner',
      instanceId: randomUUID(),
      files: wishes.files ?? (() => false),
      openWindow: wishes.openWindow ?? (() => Promise.resolve()),
      exit: wishes.exit ?? (() => {}),
      random: wishes.random ?? (() => 0),
      log: (level, message, fields) => {
        if (level === 'error') throw new Error(`${message} ${JSON.stringify(fields)}`);
      },
    });
    this.#programs.push(program);
    await program.start(wishes.port ?? 0);
    return program;
  }

  async page(program: Program, wishes?: PageWishes): Promise<LocalPage> {
    const page = await LocalPage.open(program.local.port, wishes);
    this.#pages.push(page);
    return page;
  }

  /** A program with a page at which Anna (2001) is logged in. */
  async loggedIn(wishes: ProgramWishes = {}, page: PageWishes = {}): Promise<{ program: Program; page: LocalPage }> {
    const program = await this.program(wishes);
    const opened = await this.page(program, page);
    await opened.call('logIn', '2001', everybodysPassword);
    return { program, page: opened };
  }

  /** The same, signed in to her groups and idle. */
  async idle(wishes: ProgramWishes = {}, page: PageWishes = {}): Promise<{ program: Program; page: LocalPage }> {
    const floor = await this.loggedIn(wishes, page);
    await floor.page.call('signIn');
    return floor;
  }

  /** Somebody calls the queue of a server, and hears music until he is answered. */
  async customerCalls(server = 0, number = '13800138000'): Promise<PhoneCall> {
    const customer = await this.servers[server]!.customer(number);
    const call = customer.call('4001');
    this.#calls.push(call);
    await call.until('connected');
    return call;
  }

  /** Ends programs and pages; servers stay for the next story. */
  async tidyUp(): Promise<void> {
    for (const call of this.#calls.splice(0)) call.hangUp();
    for (const page of this.#pages.splice(0)) page.close();
    await Promise.all(this.#programs.splice(0).map((program) => program.close()));
  }

  async close(): Promise<void> {
    await this.tidyUp();
    await Promise.all(this.servers.map((server) => server.close()));
  }
}

export { everybodysPassword, until };
