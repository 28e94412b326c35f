// What goes out to modules: at once, or held back so that an answer can take its place before it or behind it.
import type { Fields } from './model-call.ts';
import type { Listener } from './model-user.ts';

export class Outbox {
  #held: { readonly to: Listener; readonly message: Fields }[] | null = null;

  post(to: Listener, message: Fields): void {
    if (this.#held === null) to.send(message);
    else this.#held.push({ to, message });
  }

  hold(): void {
    this.#held = [];
  }

  release(): void {
    const held = this.#held ?? [];
    this.#held = null;
    for (const { to, message } of held) to.send(message);
  }
}
