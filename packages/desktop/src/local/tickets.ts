// How the window proves that the program opened it: a ticket that is good once and shortly, changed for a cookie.
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { limits } from '../limits.ts';

export const cookieName = 'cordboard-agent';

export class Tickets {
  readonly #tickets = new Map<string, number>();
  readonly #cookie = randomBytes(24).toString('base64url');

  make(nowMs: number): string {
    for (const [ticket, untilMs] of this.#tickets) if (untilMs < nowMs) this.#tickets.delete(ticket);
    const ticket = randomBytes(18).toString('base64url');
    this.#tickets.set(ticket, nowMs + limits.ticketMs);
    return ticket;
  }

  /** @returns the Set-Cookie header; null: no such ticket, or no longer. */
  exchange(ticket: string, nowMs: number): string | null {
    const untilMs = this.#tickets.get(ticket) ?? 0;
    this.#tickets.delete(ticket);
    return untilMs < nowMs ? null : `${cookieName}=${this.#cookie}; HttpOnly; SameSite=Strict; Path=/`;
  }

  holds(cookieHeader: string | undefined): boolean {
    const value = cookieHeader
      ?.split(';')
      .map((part) => part.trim())
      .find((part) => part.startsWith(`${cookieName}=`))
      ?.slice(cookieName.length + 1);
    if (value === undefined || value.length !== this.#cookie.length) return false;
    return timingSafeEqual(Buffer.from(value), Buffer.from(this.#cookie));
  }
}
