// What is asked of FreeSWITCH, a little above the event socket: an answer that says no is a failure, and a channel that is gone is none.
import type { EslClient } from './esl-client.ts';
import { EslError } from './esl-error.ts';
import type { Log } from './options.ts';

export class Freeswitch {
  readonly #esl: EslClient;
  readonly #log: Log;

  constructor(esl: EslClient, log: Log) {
    this.#esl = esl;
    this.#log = log;
  }

  /** @throws EslError */
  async ask(command: string, timeoutMs?: number): Promise<string> {
    const answer = await this.#esl.ask(command, timeoutMs);
    // `conference … relate` answers for each pair, and any of them may be the one that failed.
    const refusal = /^-(?:ERR|USAGE).*/mu.exec(answer)?.[0];
    if (refusal !== undefined) throw new EslError('refused', refusal.trim());
    return answer.trim();
  }

  /**
   * JSON, or what stands for nothing.
   *
   * @throws EslError
   */
  async read(command: string): Promise<unknown> {
    const answer = await this.ask(command);
    try {
      return JSON.parse(answer) as unknown;
    } catch {
      throw new EslError('refused', `no JSON for ${command.split(' ', 2).join(' ')}`);
    }
  }

  /** What cannot be done any more is told of by an event. @returns whether it was done. */
  async did(command: string): Promise<boolean> {
    try {
      await this.ask(command);
      return true;
    } catch (error) {
      this.failed(error);
      return false;
    }
  }

  /** @param cause by FreeSWITCH's name. */
  async hangUp(id: string, cause: string): Promise<void> {
    await this.did(`uuid_kill ${id} ${cause}`);
  }

  failed(error: unknown): void {
    const failure = error instanceof EslError ? error.failure : undefined;
    const reason = (error as Error).message;
    const isGone =
      failure === 'refused' && /No such channel|Cannot locate session|-ERROR|not found|Non-Existant/u.test(reason);
    this.#log(
      isGone || failure === 'lost' || failure === 'unreachable' ? 'debug' : 'warn',
      'FreeSWITCH did not do it',
      { reason, failure },
    );
  }
}
