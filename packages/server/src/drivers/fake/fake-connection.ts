// A connection on the switch in memory: the telephones that ring for it, the one that talks, and what is played to it.
import type { ClearCause, ConnectionId, Participant, Prompt } from '@cordboard/domain';
import type { HangUpCause } from '@cordboard/telephony';
import type { Clock } from '../../timers.ts';
import type { FakeCall } from './fake-call.ts';
import { durationOf, frequenciesOf } from './prompt-sound.ts';

export type FakeConnectionReports = {
  answered(): void;
  playbackFinished(playId: string): void;
};

const order: readonly Participant['stage'][] = ['proceeding', 'ringing', 'early', 'answered'];

export class FakeConnection {
  readonly id: ConnectionId;
  readonly direction: 'in' | 'out';
  /** Ringing together; one, once answered or when it called us. */
  telephones: readonly FakeCall[];
  #stage: Participant['stage'] = 'proceeding';
  #play: { readonly playId: string; readonly prompts: readonly Prompt[]; cancel: () => void } | null = null;
  #digits = '';
  #stopRinging: () => void = () => undefined;
  readonly #clock: Clock;
  readonly #reports: FakeConnectionReports;

  constructor(
    id: ConnectionId,
    direction: 'in' | 'out',
    telephones: readonly FakeCall[],
    clock: Clock,
    reports: FakeConnectionReports,
  ) {
    this.id = id;
    this.direction = direction;
    this.telephones = telephones;
    this.#clock = clock;
    this.#reports = reports;
  }

  /** The telephone whose audio this connection carries; null while none has any. */
  get talking(): FakeCall | null {
    return this.#hasAudio ? (this.telephones[0] ?? null) : null;
  }

  get answered(): boolean {
    return this.#stage === 'answered';
  }

  /** Frequencies played to it now; null: nothing is played. */
  get played(): readonly number[] | null {
    return this.#play && this.#hasAudio ? this.#play.prompts.flatMap(frequenciesOf) : null;
  }

  /** Gives up when nobody has picked up by then. */
  ringFor(timeoutMs: number, giveUp: () => void): void {
    this.#stopRinging = this.#clock.after(timeoutMs, giveUp);
  }

  /** A caller is taken further, as the topology says. */
  take(stage: Participant['stage']): void {
    if (this.direction === 'out' || order.indexOf(stage) <= order.indexOf(this.#stage)) return;
    if (stage !== 'answered') for (const telephone of this.telephones) telephone.ring();
    this.#enter(stage);
  }

  /** One of the telephones picked up; the others stop ringing. */
  pickedUp(telephone: FakeCall): void {
    if (this.answered) return;
    this.#stopRinging();
    for (const other of this.telephones) if (other !== telephone) other.ended('cancelled');
    this.telephones = [telephone];
    this.#enter('answered');
  }

  play(playId: string, prompts: readonly Prompt[]): void {
    this.stopPlay();
    this.#play = { playId, prompts, cancel: () => undefined };
    if (this.#hasAudio) this.#startPlay();
  }

  stopPlay(): void {
    this.#play?.cancel();
    this.#play = null;
  }

  sendDigits(digits: string): void {
    if (!this.#hasAudio) this.#digits += digits;
    else for (const digit of digits) this.telephones[0]?.hearDigit(digit);
  }

  end(cause: ClearCause): void {
    this.stopPlay();
    this.#stopRinging();
    const told = hangUpCauseOf(cause);
    for (const telephone of this.telephones)
      telephone.ended(this.direction === 'out' && !this.answered ? 'cancelled' : told);
  }

  get #hasAudio(): boolean {
    return this.#stage === 'early' || this.#stage === 'answered';
  }

  #enter(stage: Participant['stage']): void {
    const hadAudio = this.#hasAudio;
    this.#stage = stage;
    if (this.answered) {
      this.telephones[0]?.connect();
      this.#reports.answered();
    }
    if (hadAudio || !this.#hasAudio) return;
    this.#startPlay();
    const digits = this.#digits;
    this.#digits = '';
    this.sendDigits(digits);
  }

  #startPlay(): void {
    const play = this.#play;
    if (!play) return;
    const durationMs = play.prompts.reduce((sum, prompt) => sum + durationOf(prompt), 0);
    play.cancel = this.#clock.after(durationMs, () => {
      if (this.#play !== play) return;
      this.#play = null;
      this.#reports.playbackFinished(play.playId);
    });
  }
}

/** What a telephone can tell of why it was cut off. */
function hangUpCauseOf(cause: ClearCause): HangUpCause {
  if (cause === 'switchLost') return 'failed';
  if (cause === 'queueOverflow') return 'busy';
  return cause === 'transferred' || cause === 'forced' ? 'normal' : cause;
}
