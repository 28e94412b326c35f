// Key presses as RTP events: sent three times at the end, heard once.
import { expect, test } from 'vitest';
import { DigitReceiver, DigitSender } from './digits.ts';

function packetsOf(digits: string): { readonly payload: Uint8Array; readonly timestamp: number }[] {
  const sender = new DigitSender();
  expect(sender.press(digits)).toBe(true);
  const packets: { payload: Uint8Array; timestamp: number }[] = [];
  let timestamp = 0;
  for (let tick = 0; sender.busy; tick += 1) {
    const event = sender.next();
    if (event?.first === true) timestamp = tick * 160;
    for (let count = 0; count < (event?.times ?? 0); count += 1) packets.push({ payload: event!.payload, timestamp });
  }
  return packets;
}

test('each press is heard once, in order', () => {
  const receiver = new DigitReceiver();
  const heard = packetsOf('11#*D').map((packet) => receiver.take(packet.payload, packet.timestamp));
  expect(heard.filter((digit) => digit !== null)).toEqual(['1', '1', '#', '*', 'D']);
});

test('the first packets and the last may be lost, and packets may overtake', () => {
  const packets = packetsOf('12');
  const half = packets.length / 2;
  const first = packets.slice(3, half);
  const second = packets.slice(half, -1);
  const order = [...first, second[0]!, first[0]!, ...second.slice(1)];
  const receiver = new DigitReceiver();
  expect(
    order.map(({ payload, timestamp }) => receiver.take(payload, timestamp)).filter((one) => one !== null),
  ).toEqual(['1', '2']);
});

test('the end is marked and sent three times, with the whole duration', () => {
  const packets = packetsOf('5');
  expect(
    packets.slice(-3).map(({ payload }) => [payload[0], payload[1]! & 0x80, (payload[2]! << 8) | payload[3]!]),
  ).toEqual([
    [5, 0x80, 800],
    [5, 0x80, 800],
    [5, 0x80, 800],
  ]);
  expect(packets.slice(0, -3).every(({ payload }) => (payload[1]! & 0x80) === 0)).toBe(true);
});

test('what waits is bounded', () => {
  expect(new DigitSender().press('1'.repeat(65))).toBe(false);
});
