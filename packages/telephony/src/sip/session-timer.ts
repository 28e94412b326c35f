// Session timers: refreshes the session, or ends it when the peer stops refreshing (RFC 4028).
import { sipLimits } from '../limits.ts';
import { describe } from './call.ts';
import type { Call } from './call.ts';
import { add, hasToken, header, set } from './message.ts';
import type { SipRequest, SipResponse } from './message.ts';
import { responseTo } from './replies.ts';
import { paramOf, wholeNumber } from './text.ts';

type Agreed = { readonly intervalS: number; readonly weRefresh: boolean };

export class SessionTimer {
  readonly #call: Call;
  #agreed: Agreed | null = null;
  #timer: NodeJS.Timeout | null = null;
  /** Grows when a peer asks for more (422). */
  #minS: number = sipLimits.minSessionExpiresS;
  #wantedS: number = sipLimits.sessionExpiresS;

  constructor(call: Call) {
    this.#call = call;
  }

  /** What an INVITE or UPDATE of ours proposes. */
  writeRequest(request: SipRequest): void {
    const refresher = this.#agreed === null ? '' : `;refresher=${this.#agreed.weRefresh ? 'uac' : 'uas'}`;
    set(request, 'session-expires', `${this.#agreed?.intervalS ?? this.#wantedS}${refresher}`);
    set(request, 'min-se', String(this.#minS));
  }

  /** A request of the peer arrived that may refresh: the 422 to send, or null when its interval is fine. */
  refreshed(request: SipRequest): SipResponse | null {
    const asked = interval(header(request, 'session-expires'));
    if (asked === null || asked >= sipLimits.minSessionExpiresS) return null;
    const tooSmall = responseTo(request, 422);
    add(tooSmall, 'min-se', String(sipLimits.minSessionExpiresS));
    return tooSmall;
  }

  /** Agrees to what the peer's request asked and writes that into our 2xx (RFC 4028 §9). */
  writeAnswer(request: SipRequest, response: SipResponse): void {
    const value = header(request, 'session-expires');
    const asked = interval(value);
    if (asked === null || !hasToken(request, 'supported', 'timer')) {
      this.#agree(null);
      return;
    }
    const refresher = refresherOf(value) === 'uas' ? 'uas' : 'uac';
    const intervalS = Math.min(asked, Math.max(sipLimits.sessionExpiresS, interval(header(request, 'min-se')) ?? 0));
    set(response, 'session-expires', `${intervalS};refresher=${refresher}`);
    if (refresher === 'uac') add(response, 'require', 'timer');
    this.#agree({ intervalS, weRefresh: refresher === 'uas' });
  }

  /** A 2xx to a request of ours came. */
  answered(response: SipResponse): void {
    const value = header(response, 'session-expires');
    const intervalS = interval(value);
    this.#agree(intervalS === null ? null : { intervalS, weRefresh: refresherOf(value) !== 'uas' });
  }

  /** A 422 came: takes its minimum; false when it has none, or one that we do not want. */
  raise(response: SipResponse): boolean {
    const min = interval(header(response, 'min-se'));
    if (min === null || min > 86_400) return false;
    this.#minS = Math.max(this.#minS, min);
    this.#wantedS = Math.max(this.#wantedS, min);
    if (this.#agreed !== null) this.#agreed = { ...this.#agreed, intervalS: this.#wantedS };
    return true;
  }

  close(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #agree(agreed: Agreed | null): void {
    this.close();
    this.#agreed = agreed;
    if (agreed === null || this.#call.phase === 'ended') return;
    const { intervalS, weRefresh } = agreed;
    // RFC 4028 §10: refresh at half the interval; give the peer up min(32 s, a third) before its end.
    const waitS = weRefresh ? intervalS / 2 : intervalS - Math.min(32, intervalS / 3);
    this.#timer = setTimeout(() => (weRefresh ? this.#refresh() : this.#expire()), waitS * 1_000);
  }

  #refresh(): void {
    const call = this.#call;
    if (call.phase !== 'established') return;
    if (!/\bUPDATE\b/.test(call.peerAllow)) {
      // What it answers is what it said before; a refusal leaves the session to its expiry.
      call.offers.offer(call.localSdp).catch(() => this.#awaitExpiry());
      return;
    }
    call.request(
      'UPDATE',
      (request) => {
        add(request, 'supported', 'timer');
        this.writeRequest(request);
        describe(request, '');
      },
      (response) => {
        if (response !== null && response.status < 300) this.answered(response);
        else if (response?.status === 422 && this.raise(response)) this.#refresh();
        else this.#awaitExpiry();
      },
    );
  }

  #awaitExpiry(): void {
    if (this.#agreed === null || this.#call.phase === 'ended') return;
    this.close();
    this.#timer = setTimeout(() => this.#expire(), (this.#agreed.intervalS / 2) * 1_000);
  }

  #expire(): void {
    this.#call.end('mediaLost');
  }
}

function interval(value: string | undefined): number | null {
  return value === undefined ? null : wholeNumber((value.split(';', 1)[0] ?? '').trim(), 2_147_483_647);
}

function refresherOf(value: string | undefined): string {
  const semicolon = value?.indexOf(';') ?? -1;
  return semicolon < 0 ? '' : (paramOf((value ?? '').slice(semicolon), 'refresher') ?? '').toLowerCase();
}
