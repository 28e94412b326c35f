// Which extensions have a telephone registered at FreeSWITCH, and what is told of it.
import type { DeviceId, Fact } from '@cordboard/domain';
import { limits } from '../../limits.ts';
import type { EslEvent } from './esl-parser.ts';
import type { Freeswitch } from './freeswitch.ts';

type Registration = { readonly reg_user?: unknown; readonly token?: unknown };

export class Telephones {
  readonly #freeswitch: Freeswitch;
  readonly #isExtension: (user: string) => boolean;
  readonly #tell: (fact: Fact) => void;
  readonly #registered = new Set<string>();

  constructor(freeswitch: Freeswitch, isExtension: (user: string) => boolean, tell: (fact: Fact) => void) {
    this.#freeswitch = freeswitch;
    this.#isExtension = isExtension;
    this.#tell = tell;
  }

  get size(): number {
    return this.#registered.size;
  }

  /**
   * All of them, asked anew.
   *
   * @throws EslError
   */
  async all(): Promise<readonly DeviceId[]> {
    const rows = await this.#rows();
    this.#registered.clear();
    for (const { reg_user: user } of rows)
      if (typeof user === 'string' && this.#isExtension(user)) this.#registered.add(user);
    return [...this.#registered] as DeviceId[];
  }

  registered(event: EslEvent): void {
    const user = event['from-user'] ?? '';
    if (!this.#isExtension(user) || this.#registered.has(user)) return;
    this.#registered.add(user);
    const userAgent = (event['user-agent'] ?? '').slice(0, limits.switchMaxUserAgentCharacters);
    this.#tell({ fact: 'registered', deviceId: user as DeviceId, userAgent: userAgent === '' ? 'SIP' : userAgent });
  }

  /** One telephone of an extension has left; another may be there still. */
  async left(event: EslEvent): Promise<void> {
    const user = event['from-user'] ?? event['user'] ?? '';
    if (!this.#registered.has(user)) return;
    const token = event['call-id'];
    const rows = await this.#rows().catch(() => []);
    // The row of the one that left may still be there: it is removed in the background.
    if (rows.some((row) => row.reg_user === user && row.token !== token) || !this.#registered.delete(user)) return;
    this.#tell({ fact: 'unregistered', deviceId: user as DeviceId });
  }

  async #rows(): Promise<readonly Registration[]> {
    const answer = (await this.#freeswitch.read('show registrations as json')) as { readonly rows?: Registration[] };
    return answer.rows ?? [];
  }
}
