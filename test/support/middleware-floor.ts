// A middleware in this process on a real PostgreSQL, in front of a CTI API, and agents who use it over HTTP.
import { pino } from 'pino';
import { createLog } from '@cordboard/server/parts';
import { startMiddleware, type Middleware } from '../../packages/middleware/src/middleware.ts';
import { settingsSchema, type Settings } from '../../packages/middleware/src/settings/settings.ts';
import { Database } from '../../packages/middleware/src/storage/database.ts';
import { People } from '../../packages/middleware/src/storage/people.ts';
import { doUserDeed } from '../../packages/middleware/src/users/user-deeds.ts';
import type { PostgresServer } from './postgres-server.ts';

export const password = 'a-password-to-look-for';
export const log = pino({ level: 'silent' });

export type Answer = { readonly status: number; readonly headers: Headers; readonly body: unknown };
type Json = Readonly<Record<string, unknown>>;

/** An agent's program: what it sends, and what comes back. */
export class AgentProgram {
  readonly url: string;
  token = '';

  constructor(url: string) {
    this.url = url;
  }

  async login(login: string, word = password): Promise<Answer> {
    const answer = await this.ask('POST', '/api/v1/login', { login, password: word });
    if (answer.status === 200) this.token = (answer.body as { token: string }).token;
    return answer;
  }

  async ask(
    method: string,
    path: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer> {
    const response = await fetch(this.url + path, {
      method,
      headers: {
        ...(this.token === '' ? {} : { authorization: `Bearer ${this.token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.startsWith('application/json') === true;
    return {
      status: response.status,
      headers: response.headers,
      body: isJson && text !== '' ? JSON.parse(text) : text,
    };
  }

  control(command: Json): Promise<Answer> {
    return this.ask('POST', '/api/v1/control', command);
  }

  /** Every event that waits now. */
  async events(query = 'max=500'): Promise<readonly Json[]> {
    const { status, body } = await this.ask('GET', `/api/v1/events?${query}`);
    if (status === 204) return [];
    return Array.isArray(body) ? (body as Json[]) : [body as Json];
  }

  /** Takes events until one fits; those before it are gone. */
  async eventWhere(what: string, fits: (event: Json) => boolean, withinMs = 10_000): Promise<Json> {
    const deadline = performance.now() + withinMs;
    const seen: string[] = [];
    while (performance.now() < deadline) {
      for (const event of await this.events('wait=1')) {
        if (fits(event)) return event;
        seen.push(String(event['name']));
      }
    }
    throw new Error(`not within ${withinMs} ms: ${what} (came: ${seen.join(', ')})`);
  }

  event(name: string): Promise<Json> {
    return this.eventWhere(name, (event) => event['name'] === name);
  }
}

export type MiddlewareFloor = {
  readonly settings: Settings;
  readonly databaseUrl: string;
  readonly url: string;
  program(): AgentProgram;
  /** An agent's program that has logged in, with what came at once taken away. */
  agent(login: string): Promise<AgentProgram>;
  query(sql: string): Promise<readonly Json[]>;
  user(deed: 'add' | 'disable' | 'enable' | 'remove' | 'password', login: string, word?: string): Promise<string>;
  restart(): Promise<void>;
  close(): Promise<void>;
};

export type FloorOptions = {
  readonly ctiUrl: string;
  readonly users: readonly string[];
  readonly strictCodes?: boolean;
  readonly commandTimeoutMs?: number;
  readonly logFile?: string;
};

export async function openMiddlewareFloor(postgres: PostgresServer, options: FloorOptions): Promise<MiddlewareFloor> {
  const databaseUrl = await postgres.newDatabase();
  const settings = settingsSchema.parse({
    http: { port: 0, strictCodes: options.strictCodes ?? false },
    database: { url: databaseUrl },
    cti: { url: options.ctiUrl, commandTimeoutMs: options.commandTimeoutMs ?? 1_000 },
  });
  const database = await Database.open({ connectionString: databaseUrl }, log);
  const people = new People(database);
  for (const login of options.users) await doUserDeed(people, 'add', login, async () => password);
  const ownLog = options.logFile === undefined ? log : createLog({ level: 'trace', file: options.logFile });
  let running: Middleware = await startMiddleware(settings, ownLog, '0.0.0');
  const program = (): AgentProgram => new AgentProgram(running.url);
  return {
    settings,
    databaseUrl,
    get url() {
      return running.url;
    },
    program,
    async agent(login) {
      const one = program();
      const { status, body } = await one.login(login);
      if (status !== 200) throw new Error(`${login} cannot log in: ${status} ${JSON.stringify(body)}`);
      await one.event('Conferences');
      return one;
    },
    query: (sql) => database.query(sql),
    user: (deed, login, word = password) => doUserDeed(people, deed, login, async () => word),
    async restart() {
      await running.close();
      running = await startMiddleware(settings, ownLog, '0.0.0');
    },
    async close() {
      await running.close();
      await database.close();
    },
  };
}
