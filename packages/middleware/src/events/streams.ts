// How many lasting readers a user has: bounded.
import { limits } from '../limits.ts';

export class Streams {
  readonly #open = new Map<string, number>();

  /** @returns gives the place back; null: there is none left. */
  enter(login: string): (() => void) | null {
    const open = this.#open.get(login) ?? 0;
    if (open >= limits.streamsMaxPerUser) return null;
    this.#open.set(login, open + 1);
    let isLeft = false;
    return () => {
      if (isLeft) return;
      isLeft = true;
      const left = (this.#open.get(login) ?? 1) - 1;
      if (left === 0) this.#open.delete(login);
      else this.#open.set(login, left);
    };
  }
}
