// Calling the agent's attention to a ringing call: tone, and for a hidden page the title and a notification.
import { titleFlashMs } from './limits.ts';
import { RingTone } from './ring-tone.ts';

export type Ringing = {
  /** What the page's title says in turn with its own. */
  readonly title: string;
  readonly heading: string;
  readonly text: string;
  readonly tone: boolean;
  readonly notification: boolean;
};

export class RingSignal {
  readonly #tone = new RingTone();
  #ringing = false;
  #flash: ReturnType<typeof setInterval> | undefined;
  #ownTitle = '';
  #notification: Notification | null = null;
  readonly #onGesture = (): void => {
    this.#tone.prepare();
    this.#forgetGesture();
  };

  constructor() {
    for (const kind of ['pointerdown', 'keydown'])
      globalThis.addEventListener(kind, this.#onGesture, { capture: true });
  }

  #forgetGesture(): void {
    for (const kind of ['pointerdown', 'keydown'])
      globalThis.removeEventListener(kind, this.#onGesture, { capture: true });
  }

  start(ringing: Ringing): void {
    if (ringing.tone) this.#tone.start();
    else this.#tone.stop();
    if (this.#ringing) return;
    this.#ringing = true;
    this.#ownTitle = document.title;
    let own = true;
    this.#flash = setInterval(() => {
      own = !own;
      document.title = own || !document.hidden ? this.#ownTitle : ringing.title;
    }, titleFlashMs);
    if (document.hidden) {
      document.title = ringing.title;
      if (ringing.notification) this.#notify(ringing);
    }
  }

  #notify(ringing: Ringing): void {
    if (!('Notification' in globalThis) || Notification.permission !== 'granted') return;
    const notification = new Notification(ringing.heading, {
      body: ringing.text,
      tag: 'cordboard-call',
      requireInteraction: true,
    });
    notification.addEventListener('click', () => {
      globalThis.focus();
      notification.close();
    });
    this.#notification = notification;
  }

  stop(): void {
    if (!this.#ringing) return;
    this.#ringing = false;
    this.#tone.stop();
    clearInterval(this.#flash);
    document.title = this.#ownTitle;
    this.#notification?.close();
    this.#notification = null;
  }
}
