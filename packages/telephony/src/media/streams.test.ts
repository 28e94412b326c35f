// The sent stream over changes of its source, what is known of a received one, and the reports of both.
import { expect, test } from 'vitest';
import { ReceiveStatistics } from './receive-statistics.ts';
import { Reporter } from './reporter.ts';
import { ntpMiddle, readReport, writeReport } from './rtcp.ts';
import { emptyView, readRtp, RTP_HEADER_BYTES, writeRtpHeader, type RtpView } from './rtp-packet.ts';
import { SendStream } from './send-stream.ts';

const seen = (packet: Buffer): RtpView => {
  const view = emptyView();
  expect(readRtp(packet, view)).toBe(true);
  return view;
};
const empty = (): Buffer => Buffer.alloc(RTP_HEADER_BYTES + 160);
const packetOf = (sequence: number, timestamp: number, ssrc = 7): Buffer => {
  const packet = empty();
  writeRtpHeader(packet, false, 0, sequence & 0xffff, timestamp >>> 0, ssrc);
  return packet;
};

test('mixed, relayed, mixed again, relayed from another: one stream without a jump', () => {
  const stream = new SendStream(99);
  const sent: RtpView[] = [];
  let nowMs = 1000;
  const mixed = (): void => {
    const packet = empty();
    stream.own(packet, 0, nowMs);
    sent.push(seen(packet));
    nowMs += 20;
  };
  const relayed = (source: number, sequence: number, timestamp: number): void => {
    const packet = packetOf(sequence, timestamp);
    expect(stream.relay(packet, seen(packet), 8, source, nowMs)).toBe(true);
    sent.push(seen(packet));
    nowMs += 20;
  };
  mixed();
  mixed();
  // Over the end of the source's sequence numbers and timestamps.
  for (let index = 0; index < 5; index += 1) relayed(1, 65_533 + index, 2 ** 32 - 320 + index * 160);
  mixed();
  for (let index = 0; index < 3; index += 1) relayed(2, 500 + index, 77_000 + index * 160);
  for (let index = 1; index < sent.length; index += 1) {
    expect((sent[index]!.sequence - sent[index - 1]!.sequence) & 0xffff).toBe(1);
    expect((sent[index]!.timestamp - sent[index - 1]!.timestamp) >>> 0).toBe(160);
    expect(sent[index]!.ssrc).toBe(99);
  }
  expect(sent.map(({ marker }) => marker)).toEqual([
    true,
    false,
    true,
    false,
    false,
    false,
    false,
    true,
    true,
    false,
    false,
  ]);
});

test('a loss before the relay stays a loss after it, and what is older than the change is dropped', () => {
  const stream = new SendStream(99);
  const relay = (sequence: number): RtpView | null => {
    const packet = packetOf(sequence, sequence * 160);
    return stream.relay(packet, seen(packet), 0, 1, 1000 + sequence * 20) ? seen(packet) : null;
  };
  const [first, third] = [relay(10), relay(12)];
  expect((third!.sequence - first!.sequence) & 0xffff).toBe(2);
  expect(relay(9)).toBeNull();
  expect((relay(11)!.sequence - first!.sequence) & 0xffff).toBe(1);
});

test('a pause moves the timestamp by its length', () => {
  const stream = new SendStream(99);
  const first = empty();
  stream.own(first, 0, 1000);
  const second = empty();
  stream.own(second, 0, 2000);
  expect((seen(second).timestamp - seen(first).timestamp) >>> 0).toBe(8000);
  expect(seen(second).marker).toBe(true);
});

test('losses, reordering, wrap and a new stream are counted', () => {
  const statistics = new ReceiveStatistics();
  const add = (sequence: number, ssrc = 7): boolean => {
    const view = seen(packetOf(sequence, sequence * 160, ssrc));
    return statistics.add(view, sequence * 20);
  };
  expect(add(65_534)).toBe(true);
  expect(add(65_535)).toBe(false);
  add(65_537);
  add(65_536);
  add(65_540);
  expect(statistics.lost).toBe(2);
  expect(statistics.extendedHighest).toBe(65_540);
  expect(statistics.fractionLost()).toBe(Math.floor((2 * 256) / 7));
  expect(statistics.fractionLost()).toBe(0);
  expect(add(9, 8)).toBe(true);
  expect(statistics.lost).toBe(2);
  expect(statistics.received).toBe(6);
});

test('jitter is nought for an even stream and grows for an uneven one', () => {
  const [even, uneven] = [new ReceiveStatistics(), new ReceiveStatistics()];
  for (let index = 0; index < 200; index += 1) {
    even.add(seen(packetOf(index, index * 160)), index * 20);
    uneven.add(seen(packetOf(index, index * 160)), index * 20 + (index % 2) * 10);
  }
  expect(even.jitterMs).toBe(0);
  expect(uneven.jitterMs).toBeCloseTo(10, 0);
});

test('a report reads back, and the round trip comes out of the far end’s', () => {
  const stream = new SendStream(42);
  const reporter = new Reporter(42, new ReceiveStatistics(), stream);
  stream.own(empty(), 0, 1000);
  const ours = readReport(reporter.goodbye())!;
  expect(ours.senderSsrc).toBe(42);
  expect(ours.ntpMiddle).not.toBeNull();
  // The far end got ours 250 ms ago and held it for 100 ms: 150 ms on the way.
  const now = Date.now();
  const theirs = writeReport(
    {
      ssrc: 7,
      sender: null,
      reception: {
        ssrc: 42,
        fractionLost: 3,
        lost: 1,
        extendedHighest: 5,
        jitter: 2,
        lastSr: ntpMiddle(now - 250),
        delaySinceLastSr: Math.round(0.1 * 65_536),
      },
      goodbye: false,
    },
    now,
  );
  reporter.receive(theirs);
  expect(reporter.roundTripMs).toBeGreaterThanOrEqual(149);
  expect(reporter.roundTripMs).toBeLessThan(1000);
  expect(readReport(Buffer.from('not rtcp'))).toBeNull();
});
