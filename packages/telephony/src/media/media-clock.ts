// The worker's clock: a frame every 20 ms without drift, the groups taking turns inside it.
import { mediaLimits } from '../limits.ts';

const SLOT_MS = mediaLimits.frameMs / mediaLimits.tickSlots;
const HOUSEKEEPING_MS = 1_000;

export class MediaClock {
  /** Frames left out after a stall. */
  skipped = 0;
  #worstLateMs = 0;
  readonly #tick: (slot: number, tick: number, dueMs: number) => void;
  readonly #housekeep: (nowMs: number) => void;
  #startMs = 0;
  #turn = 0;
  #timer: NodeJS.Timeout | null = null;
  #housekeptMs = 0;

  constructor(tick: (slot: number, tick: number, dueMs: number) => void, housekeep: (nowMs: number) => void) {
    this.#tick = tick;
    this.#housekeep = housekeep;
  }

  /** The latest that a turn came since this was last read. */
  get worstLateMs(): number {
    const worst = this.#worstLateMs;
    this.#worstLateMs = 0;
    return worst;
  }

  /** Does nothing while it runs. */
  start(): void {
    if (this.#timer !== null) return;
    this.#startMs = performance.now();
    this.#turn = 0;
    this.#arm();
  }

  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #arm(): void {
    const dueMs = this.#startMs + this.#turn * SLOT_MS;
    this.#timer = setTimeout(() => this.#run(), Math.max(0, dueMs - performance.now()));
  }

  #run(): void {
    const nowMs = performance.now();
    const dueTurn = Math.floor((nowMs - this.#startMs) / SLOT_MS);
    this.#worstLateMs = Math.max(this.#worstLateMs, Math.round(nowMs - (this.#startMs + this.#turn * SLOT_MS)));
    const most = mediaLimits.maxTicksCaughtUp * mediaLimits.tickSlots;
    if (dueTurn - this.#turn > most) {
      // Whole frames are left out, so that every group loses the same.
      const frames = Math.floor((dueTurn - this.#turn - most) / mediaLimits.tickSlots);
      this.skipped += frames;
      this.#turn += frames * mediaLimits.tickSlots;
    }
    for (; this.#turn <= dueTurn; this.#turn += 1) {
      const slot = this.#turn % mediaLimits.tickSlots;
      this.#tick(slot, Math.floor(this.#turn / mediaLimits.tickSlots), this.#startMs + this.#turn * SLOT_MS);
    }
    if (nowMs - this.#housekeptMs >= HOUSEKEEPING_MS) {
      this.#housekeptMs = nowMs;
      this.#housekeep(nowMs);
    }
    this.#arm();
  }
}
