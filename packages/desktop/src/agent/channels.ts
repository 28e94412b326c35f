// Numbers for calls, as IPSC counts them: one per call and CTI server.
import { limits } from '../limits.ts';

type Place = { readonly ctiIndex: number; readonly callId: string };

export class Channels {
  readonly #numbers = new Map<string, number>();
  readonly #places = new Map<string, Place>();
  #last = 0;

  /** @returns the number of a call, a new one when it was not seen before. */
  of(ctiIndex: number, callId: string): number {
    const key = `${ctiIndex} ${callId}`;
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    this.#last += 1;
    this.#numbers.set(key, this.#last);
    this.#places.set(`${ctiIndex} ${this.#last}`, { ctiIndex, callId });
    this.#forgetOldest();
    return this.#last;
  }

  /** @returns the call's id at its server; null: there was none of that number. */
  callAt(ctiIndex: number, channel: number): string | null {
    return this.#places.get(`${ctiIndex} ${channel}`)?.callId ?? null;
  }

  #forgetOldest(): void {
    if (this.#numbers.size <= limits.maxChannels) return;
    const [oldest] = this.#numbers;
    if (oldest === undefined) return;
    const [key, number] = oldest;
    this.#numbers.delete(key);
    this.#places.delete(`${key.split(' ', 1)[0] ?? ''} ${number}`);
  }
}
