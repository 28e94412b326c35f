// What concerns one user happens one thing after the other; different users do not wait for each other.

export class Turns {
  readonly #last = new Map<string, Promise<unknown>>();

  async take<T>(login: string, work: () => Promise<T>): Promise<T> {
    const before = this.#last.get(login) ?? Promise.resolve();
    const mine = before.then(work, work);
    const settled = mine.catch(() => undefined);
    this.#last.set(login, settled);
    try {
      return await mine;
    } finally {
      if (this.#last.get(login) === settled) this.#last.delete(login);
    }
  }
}
