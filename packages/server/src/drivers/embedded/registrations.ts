// Who is registered, kept in a file, so that desk phones ring right after a restart and not only when they register again.
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SavedBinding, SipServer } from '@cordboard/telephony';
import { limits } from '../../limits.ts';
import type { SwitchLog } from './options.ts';

/** Grows when the file's shape changes; a file of another version is passed over. */
const VERSION = 1;

export class Registrations {
  readonly #path: string;
  readonly #sip: SipServer;
  readonly #log: SwitchLog;
  #timer: NodeJS.Timeout | null = null;
  #writing: Promise<void> = Promise.resolve();

  constructor(dataFolder: string, sip: SipServer, log: SwitchLog) {
    this.#path = join(dataFolder, 'registrations.json');
    this.#sip = sip;
    this.#log = log;
  }

  async restore(): Promise<void> {
    const text = await readFile(this.#path, 'utf8').catch(() => null);
    if (text === null) return;
    try {
      const { version, bindings } = JSON.parse(text) as { version: number; bindings: readonly SavedBinding[] };
      if (version === VERSION) this.#sip.restoreBindings(bindings.slice(0, limits.switchMaxSavedRegistrations));
    } catch (error) {
      // Torn or edited by hand: the telephones will register again by themselves.
      this.#log('warn', 'registrations.json cannot be read', { error: String(error) });
    }
  }

  /** Something changed: the file is written soon, once for all that changes until then. */
  changed(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      this.#writing = this.#writing.then(() => this.#write());
    }, limits.switchSaveRegistrationsAfterMs);
  }

  /** Writes what is yet to be written. */
  async close(): Promise<void> {
    if (this.#timer !== null) {
      clearTimeout(this.#timer);
      this.#timer = null;
      this.#writing = this.#writing.then(() => this.#write());
    }
    await this.#writing;
  }

  async #write(): Promise<void> {
    const bindings = this.#sip.savedBindings().slice(0, limits.switchMaxSavedRegistrations);
    const unfinished = `${this.#path}.new`;
    try {
      await writeFile(unfinished, JSON.stringify({ version: VERSION, bindings }), { mode: 0o600 });
      await rename(unfinished, this.#path);
    } catch (error) {
      this.#log('warn', 'registrations.json cannot be written', { error: String(error) });
    }
  }
}
