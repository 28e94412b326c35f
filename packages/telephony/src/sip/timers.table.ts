// RFC 3261 timers as data (§17, table 4; RFC 6026 §8 for L and M).

export type Timing = {
  readonly t1Ms: number;
  readonly t2Ms: number;
  readonly t4Ms: number;
};

export const defaultTiming: Timing = { t1Ms: 500, t2Ms: 4_000, t4Ms: 5_000 };

export type TimerName = 'A' | 'B' | 'D' | 'E' | 'F' | 'G' | 'H' | 'I' | 'J' | 'K' | 'L' | 'M';

/** `first` and `reliable` count in units of the named T; `growth`: what a retransmission timer does each time it fires. */
export const timers = {
  //      unit      datagram  stream  growth
  A: { unit: 't1Ms', datagram: 1,  stream: null, growth: 'double' },
  B: { unit: 't1Ms', datagram: 64, stream: 64,   growth: 'once' },
  D: { unit: 't1Ms', datagram: 64, stream: 0,    growth: 'once' },
  E: { unit: 't1Ms', datagram: 1,  stream: null, growth: 'doubleToT2' },
  F: { unit: 't1Ms', datagram: 64, stream: 64,   growth: 'once' },
  G: { unit: 't1Ms', datagram: 1,  stream: null, growth: 'doubleToT2' },
  H: { unit: 't1Ms', datagram: 64, stream: 64,   growth: 'once' },
  I: { unit: 't4Ms', datagram: 1,  stream: 0,    growth: 'once' },
  J: { unit: 't1Ms', datagram: 64, stream: 0,    growth: 'once' },
  K: { unit: 't4Ms', datagram: 1,  stream: 0,    growth: 'once' },
  L: { unit: 't1Ms', datagram: 64, stream: 64,   growth: 'once' },
  M: { unit: 't1Ms', datagram: 64, stream: 64,   growth: 'once' },
} as const satisfies Record<TimerName, {
  unit: keyof Timing; datagram: number; stream: number | null; growth: 'once' | 'double' | 'doubleToT2';
}>;
