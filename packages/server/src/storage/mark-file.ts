// The mark: how far a journal had come when this server last looked. A database that holds less was replaced by an older one.
import { readFile, rename, writeFile } from 'node:fs/promises';

export type Mark = { readonly epoch: string; readonly seq: number };

/** Written now and then and at the end; it may lag behind the journal, never run ahead of it. */
export class MarkFile {
  readonly #path: string;
  constructor(path: string) {
    this.#path = path;
  }

  async read(): Promise<Mark | null> {
    try {
      return JSON.parse(await readFile(this.#path, 'utf8')) as Mark;
    } catch {
      return null;
    }
  }

  async write(mark: Mark): Promise<void> {
    const fresh = `${this.#path}.new`;
    await writeFile(fresh, JSON.stringify(mark), { mode: 0o600 });
    await rename(fresh, this.#path);
  }
}
