// Calling the agent's attention: to a call that rings by tone, title and notification; to one that was missed by title and notification.
import { DesktopNotice } from './desktop-notice.ts';
import { PageTitle } from './page-title.ts';
import { RingTone } from './ring-tone.ts';

export type Attention = {
  /** The call that rings; null: none. */
  readonly ringing: {
    readonly callId: string;
    readonly title: string;
    readonly heading: string;
    readonly text: string;
  } | null;
  /** Calls missed and not yet looked at. */
  readonly missed: number;
  /** What the notification of a missed call says of the one that rang last. */
  readonly missedHeading: (who: string) => string;
  readonly who: string;
  readonly tone: boolean;
  /** Where the tone plays; empty: the system's choice. */
  readonly ringer: string;
  readonly notify: boolean;
  /** May the bar write into the page's title? */
  readonly title: boolean;
};

export class RingSignal {
  readonly #tone = new RingTone();
  readonly #title = new PageTitle();
  readonly #call = new DesktopNotice('cordboard-call');
  readonly #missedCall = new DesktopNotice('cordboard-missed');
  /** The call that a notification has told of: once is enough. */
  #noticed: string | null = null;
  #rangFor = '';
  #missed = 0;
  #toneAt: string | null = null;
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

  set(attention: Attention): void {
    const { ringing, missed, notify } = attention;
    this.#ring(ringing && attention.tone ? attention.ringer : null);
    if (ringing) this.#rangFor = attention.who;
    if (!ringing || !notify) this.#call.close();
    else if (this.#noticed !== ringing.callId) {
      this.#noticed = ringing.callId;
      this.#call.show({ heading: ringing.heading, text: ringing.text, stays: true });
    }
    if (missed > this.#missed && notify)
      this.#missedCall.show({ heading: attention.missedHeading(this.#rangFor), text: '', stays: false });
    if (missed === 0) this.#missedCall.close();
    this.#missed = missed;
    if (attention.title) this.#title.set({ flash: ringing?.title ?? null, count: missed });
  }

  #ring(at: string | null): void {
    if (at === this.#toneAt) return;
    this.#toneAt = at;
    this.#tone.stop();
    if (at !== null) this.#tone.start(at);
  }

  stop(): void {
    this.#ring(null);
    this.#call.close();
    this.#title.clear();
  }
}
