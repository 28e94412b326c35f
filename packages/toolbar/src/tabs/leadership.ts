// Which of several tabs leads: the one that holds a lock of the browser's (Web Locks); the lock of a tab that is closed goes to the next in line.

/** Without both of these each tab is by itself. */
export function tabsCanShare(): boolean {
  return 'locks' in navigator && 'BroadcastChannel' in globalThis;
}

export type LeadershipListener = {
  readonly won: () => void;
  /** Another tab has taken it. */
  readonly lost: () => void;
};

export class Leadership {
  readonly #name: string;
  readonly #listener: LeadershipListener;
  /** Ends the present request, or the holding; null: neither. */
  #leave: (() => void) | null = null;

  /** @param name the lock's: the same in every tab of the page */
  constructor(name: string, listener: LeadershipListener) {
    this.#name = name;
    this.#listener = listener;
  }

  /** Stands in line. */
  ask(): void {
    this.#request(false);
  }

  /** Takes it from whoever has it. */
  take(): void {
    this.#request(true);
  }

  leave(): void {
    this.#leave?.();
    this.#leave = null;
  }

  #request(steal: boolean): void {
    this.leave();
    const waiting = new AbortController();
    let left = false;
    const hold = (): Promise<void> =>
      new Promise((resolve) => {
        if (left) return resolve();
        this.#leave = () => {
          left = true;
          resolve();
        };
        this.#listener.won();
      });
    this.#leave = () => {
      left = true;
      waiting.abort();
    };
    // A lock that is stolen may not be waited for with a signal (Web Locks §3.2).
    const asked = navigator.locks.request(this.#name, steal ? { steal } : { signal: waiting.signal }, hold);
    asked.catch(() => {
      if (!left) this.#listener.lost();
    });
  }
}
