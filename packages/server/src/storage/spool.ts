// The spool: a file of journal entries that are durable here and not yet in PostgreSQL. One JSON object per line, in order.
import { copyFile, mkdir, open, rename, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Event } from '@cordboard/domain';
import { limits } from '../limits.ts';
import type { JournalEntry } from './store.ts';

export class SpoolFull extends Error {}

export class Spool {
  readonly path: string;
  #file: FileHandle;
  readonly #maxBytes: number;
  #size = 0;
  #entries = 0;
  #firstSeq: number | null = null;
  #lastSeq: number | null = null;
  /** A failed write may have left bytes behind `#size`. */
  #torn = false;

  private constructor(path: string, file: FileHandle, maxBytes: number) {
    this.path = path;
    this.#file = file;
    this.#maxBytes = maxBytes;
  }

  /** Opens the file or creates it; what a crash left half written at its end was never acknowledged, and is cut off. */
  static async open(path: string, maxBytes: number = limits.spoolMaxBytes): Promise<Spool> {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const file = await open(path, 'a+', 0o600).then(async (created) => {
      // Not in append mode: writes go to a given position.
      await created.close();
      return open(path, 'r+');
    });
    const spool = new Spool(path, file, maxBytes);
    await syncFolder(dirname(path));
    await spool.#scan();
    return spool;
  }

  get size(): number {
    return this.#size;
  }
  get entries(): number {
    return this.#entries;
  }
  get firstSeq(): number | null {
    return this.#firstSeq;
  }
  get lastSeq(): number | null {
    return this.#lastSeq;
  }

  /**
   * Makes entries durable.
   * @param lines the entries with their events in JSON.
   * @throws SpoolFull beyond `maxBytes`; what the file system throws otherwise. After a throw the file is as before.
   */
  async append(lines: readonly { readonly seq: number; readonly body: string }[]): Promise<void> {
    const first = lines[0];
    const last = lines.at(-1);
    if (first === undefined || last === undefined) return;
    const bytes = Buffer.from(lines.map(({ seq, body }) => `{"seq":${seq},"event":${body}}\n`).join(''));
    if (this.#size + bytes.length > this.#maxBytes) throw new SpoolFull(`the spool ${this.path} is full`);
    if (this.#torn) await this.#cut();
    this.#torn = true;
    await this.#writeAll(bytes);
    await this.#file.datasync();
    this.#torn = false;
    this.#size += bytes.length;
    this.#entries += lines.length;
    this.#firstSeq ??= first.seq;
    this.#lastSeq = last.seq;
  }

  async #writeAll(bytes: Buffer): Promise<void> {
    for (let done = 0; done < bytes.length;) {
      const { bytesWritten } = await this.#file.write(bytes, done, bytes.length - done, this.#size + done);
      done += bytesWritten;
    }
  }

  /**
   * The entries from a byte offset on.
   * @returns at most about `spoolReadChunkBytes` of them (one at least, when there is one), and the offset that follows.
   */
  async read(offset: number): Promise<{ readonly entries: readonly JournalEntry[]; readonly next: number }> {
    const { text, next } = await this.#lines(offset);
    const entries = text.map((line) => JSON.parse(line) as { seq: number; event: Event });
    return { entries, next };
  }

  async #lines(offset: number): Promise<{ text: string[]; next: number }> {
    for (let length = limits.spoolReadChunkBytes; ; length *= 2) {
      const wanted = Math.min(length, this.#size - offset);
      if (wanted <= 0) return { text: [], next: offset };
      const bytes = Buffer.alloc(wanted);
      const { bytesRead } = await this.#file.read(bytes, 0, wanted, offset);
      const end = bytes.subarray(0, bytesRead).lastIndexOf(0x0a) + 1;
      if (end > 0) return { text: bytes.toString('utf8', 0, end - 1).split('\n'), next: offset + end };
      if (bytesRead < wanted || wanted < length) return { text: [], next: offset };
    }
  }

  /** Empties the file; everything in it is in PostgreSQL. */
  async clear(): Promise<void> {
    this.#size = 0;
    this.#entries = 0;
    this.#firstSeq = null;
    this.#lastSeq = null;
    await this.#cut();
  }

  async #cut(): Promise<void> {
    this.#torn = true;
    await this.#file.truncate(this.#size);
    await this.#file.datasync();
    this.#torn = false;
  }

  /** Puts the file aside under another name, keeping what is in it, and begins an empty one. */
  async setAside(name: string): Promise<void> {
    await this.#file.close();
    await rename(this.path, name);
    await (await open(this.path, 'a', 0o600)).close();
    this.#file = await open(this.path, 'r+');
    await syncFolder(dirname(this.path));
    await this.clear();
  }

  async close(): Promise<void> {
    await this.#file.close();
  }

  async #scan(): Promise<void> {
    const { size } = await this.#file.stat();
    this.#size = size;
    let offset = 0;
    scan: for (;;) {
      const { text, next } = await this.#lines(offset);
      if (text.length === 0) break;
      for (const line of text) {
        const seq = seqOf(line);
        if (seq === null || (this.#lastSeq !== null && seq !== this.#lastSeq + 1)) break scan;
        this.#firstSeq ??= seq;
        this.#lastSeq = seq;
        this.#entries++;
        offset += Buffer.byteLength(line) + 1;
      }
      offset = next;
    }
    this.#size = offset;
    if (offset === size) return;
    // More than one unfinished line: nothing acknowledged should look like this, so keep it for whoever wants to know.
    if (await this.#hasNewlineBetween(offset, size - 1)) await copyFile(this.path, `${this.path}.${offset}.torn`);
    await this.#cut();
  }

  async #hasNewlineBetween(from: number, to: number): Promise<boolean> {
    const bytes = Buffer.alloc(Math.min(to - from, limits.spoolReadChunkBytes));
    const { bytesRead } = await this.#file.read(bytes, 0, bytes.length, from);
    return bytes.subarray(0, bytesRead).includes(0x0a);
  }
}

function seqOf(line: string): number | null {
  try {
    const { seq, event } = JSON.parse(line) as Partial<JournalEntry>;
    return typeof seq === 'number' && event !== undefined ? seq : null;
  } catch {
    return null;
  }
}

/** A new file's name is durable only when its folder is. Windows has no such call and needs none. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
