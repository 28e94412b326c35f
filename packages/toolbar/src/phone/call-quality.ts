// How good a call sounds, by the E-model (ITU-T G.107): delay and loss become a rating R, R becomes good, fair or poor.
import { packetMs, qualityFairFromR, qualityGoodFromR } from '../limits.ts';
import type { CallQuality } from '../bar-state.ts';

/** What the connection has counted at one moment (W3C webrtc-stats); null: it does not say. */
export type QualitySample = {
  readonly received: number;
  readonly lost: number;
  /** Seconds that packets have waited in the jitter buffer, in all, and how many samples have left it. */
  readonly bufferedS: number;
  readonly played: number;
  readonly jitterMs: number | null;
  readonly rttMs: number | null;
  /** The share of what we sent that did not arrive, as the other side reports it, 0 to 1. */
  readonly lostOutShare: number | null;
};

/** Rating without delay and loss, G.107 table 2 with every value at its default. */
const bestR = 93.2;
/** G.711 with concealment: how well it bears loss (Bpl) and what it costs without any (Ie), G.113 appendix I. */
const lossRobustness = 25.1;
const codecImpairment = 0;
/** Delay above which a conversation suffers, Cole and Rosenbluth, “Voice over IP performance monitoring”, 2001. */
const noticedDelayMs = 177.3;

/**
 * @param oneWayMs mouth to ear
 * @param lossPercent packets that were not played, 0 to 100, at random
 * @returns R of G.107, 0 to 93.2
 */
export function rating(oneWayMs: number, lossPercent: number): number {
  const delay = 0.024 * oneWayMs + 0.11 * Math.max(0, oneWayMs - noticedDelayMs);
  const loss = codecImpairment + ((95 - codecImpairment) * lossPercent) / (lossPercent + lossRobustness);
  return Math.max(0, bestR - delay - loss);
}

/** Bands of G.109: from 80 most are satisfied, from 70 some are not, below many are not. */
function levelOf(r: number): CallQuality['level'] {
  return r >= qualityGoodFromR ? 'good' : r >= qualityFairFromR ? 'fair' : 'poor';
}

/**
 * What lay between two looks at a connection.
 *
 * @returns null when nothing came in between: there is nothing to judge by
 */
export function qualityBetween(before: QualitySample, now: QualitySample): CallQuality | null {
  const received = now.received - before.received;
  const lost = Math.max(0, now.lost - before.lost);
  if (received <= 0 && lost === 0) return null;
  const played = now.played - before.played;
  const bufferMs = played > 0 ? ((now.bufferedS - before.bufferedS) / played) * 1_000 : 0;
  const oneWayMs = (now.rttMs ?? 0) / 2 + packetMs;
  const lossInPercent = (lost / (received + lost)) * 100;
  const lossOutPercent = now.lostOutShare === null ? null : now.lostOutShare * 100;
  const r = Math.min(rating(oneWayMs + bufferMs, lossInPercent), rating(oneWayMs, lossOutPercent ?? 0));
  return { level: levelOf(r), r, rttMs: now.rttMs, jitterMs: now.jitterMs, lossInPercent, lossOutPercent };
}
