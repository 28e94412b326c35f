// Notifications outside the page: asking at a gesture, showing one at a time, and bringing the page back when one is clicked.

/** `none`: this browser has no notifications, or not for a page like this. */
export type NoticeLeave = NotificationPermission | 'none';

export function noticeLeave(): NoticeLeave {
  return 'Notification' in globalThis ? Notification.permission : 'none';
}

/** To be called from within a click: browsers ask at nothing less. */
export async function askForNotices(): Promise<NoticeLeave> {
  if (noticeLeave() !== 'default') return noticeLeave();
  return Notification.requestPermission().catch(() => 'none');
}

export type Notice = {
  readonly heading: string;
  readonly text: string;
  /** Stays until it is answered for: a call that rings. */
  readonly stays: boolean;
};

export class DesktopNotice {
  readonly #tag: string;
  #shown: Notification | null = null;

  /** @param tag one notification of a tag replaces the one before, also another tab's */
  constructor(tag: string) {
    this.#tag = tag;
  }

  show({ heading, text, stays }: Notice): void {
    if (noticeLeave() !== 'granted') return;
    this.close();
    try {
      const shown = new Notification(heading, { body: text, tag: this.#tag, requireInteraction: stays });
      shown.addEventListener('click', () => {
        globalThis.focus();
        shown.close();
      });
      this.#shown = shown;
    } catch {
      // Chromium on Android shows notifications by service workers only (TypeError).
    }
  }

  close(): void {
    this.#shown?.close();
    this.#shown = null;
  }
}
