// The page's title while something wants attention: the page's own words come back, also when the page changed them meanwhile.
import { titleFlashMs } from './limits.ts';

/** What the title says besides the page's own words. */
export type TitleWish = {
  /** Shown in turn with the page's own while nobody sees the page; null: nothing flashes. */
  readonly flash: string | null;
  /** In brackets before the title; 0: nothing. */
  readonly count: number;
};

/** @param own the page's words */
export function countedTitle(own: string, count: number): string {
  return count > 0 ? `(${count}) ${own}` : own;
}

export class PageTitle {
  #wish: TitleWish = { flash: null, count: 0 };
  #own: string | null = null;
  /** What this class wrote last: anything else was written by the page. */
  #written: string | null = null;
  #timer: ReturnType<typeof setInterval> | undefined;
  #turn = false;

  set(wish: TitleWish): void {
    if (wish.flash === this.#wish.flash && wish.count === this.#wish.count) return;
    this.#wish = wish;
    clearInterval(this.#timer);
    this.#turn = true;
    this.#write();
    if (wish.flash !== null)
      this.#timer = setInterval(() => {
        this.#turn = !this.#turn;
        this.#write();
      }, titleFlashMs);
  }

  /** Gives the page its title back. */
  clear(): void {
    this.set({ flash: null, count: 0 });
  }

  #write(): void {
    if (document.title !== this.#written || this.#own === null) this.#own = document.title;
    const { flash, count } = this.#wish;
    const flashes = flash !== null && this.#turn && document.hidden;
    this.#written = flashes ? flash : countedTitle(this.#own, count);
    if (document.title !== this.#written) document.title = this.#written;
    // An installed page has a badge on its icon (W3C Badging API); elsewhere nobody sees it.
    const badge = navigator as { setAppBadge?: (count: number) => Promise<void> };
    void badge.setAppBadge?.(count).catch(() => {});
  }
}
