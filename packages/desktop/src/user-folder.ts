// The user's own folder: settings, consents, log, the window's profile, and where the running program is found.
import { randomUUID } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';

const running = z.strictObject({ pid: z.number(), port: z.number(), secret: z.string() });
export type Running = z.output<typeof running>;

const maxLogBytes = 5_000_000;

export class UserFolder {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
    mkdirSync(path, { recursive: true, mode: 0o700 });
    if (process.platform !== 'win32') chmodSync(path, 0o700);
  }

  get settingsFile(): string {
    return join(this.path, 'settings.json');
  }

  get grantsFile(): string {
    return join(this.path, 'pages.json');
  }

  get profileFolder(): string {
    return join(this.path, 'window');
  }

  /** The log of this run; a long one of earlier runs steps aside. */
  logFile(): string {
    const file = join(this.path, 'agent.log');
    if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > maxLogBytes) renameSync(file, `${file}.1`);
    return file;
  }

  /** @returns null: no program runs, as far as is known. */
  readRunning(): Running | null {
    try {
      return running.parse(JSON.parse(readFileSync(this.#runningFile, 'utf8')));
    } catch {
      return null;
    }
  }

  /** Made once: by it a registrar knows that a telephone started anew is the same one. */
  instanceId(): string {
    const file = join(this.path, 'telephone-id');
    try {
      const known = readFileSync(file, 'utf8').trim();
      if (/^[0-9a-f-]{36}$/.test(known)) return known;
    } catch {
      // Not there yet.
    }
    const made = randomUUID();
    writeFileSync(file, made, { mode: 0o600 });
    return made;
  }

  writeRunning(value: Running): void {
    writeFileSync(this.#runningFile, JSON.stringify(value), { mode: 0o600 });
  }

  forgetRunning(): void {
    rmSync(this.#runningFile, { force: true });
  }

  get #runningFile(): string {
    return join(this.path, 'running.json');
  }
}

/** Where such things belong on each system. */
export function userFolderPath(
  platform: NodeJS.Platform,
  environment: Readonly<Record<string, string | undefined>>,
): string {
  const set = environment['CORDBOARD_AGENT_FOLDER'];
  if (set !== undefined && set !== '') return set;
  if (platform === 'win32') return join(environment['APPDATA'] ?? homedir(), 'Cordboard Agent');
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Cordboard Agent');
  return join(environment['XDG_CONFIG_HOME'] || join(homedir(), '.config'), 'cordboard-agent');
}
