// What far ends do: hold, press keys, fall silent, come from elsewhere; and what happens when a worker dies.
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import type { Worker } from 'node:worker_threads';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { levelAt } from './frequency.ts';
import type { MediaEngine } from './media-engine.ts';
import { connect, hears, hearsNothing, nextEvent, speak, startEngine } from './media-support.ts';

let engine: MediaEngine;
let others: MediaEngine;
const sockets: Socket[] = [];

beforeAll(async () => {
  [engine, others] = await Promise.all([startEngine({ mediaSilenceMs: 1500 }), startEngine()]);
});
afterEach(() => {
  for (const one of sockets.splice(0)) one.close();
});
afterAll(async () => {
  await Promise.all([engine.close(), others.close()]);
});

const endpoints = (...endpointIds: string[]) => ({ kind: 'endpoints', endpointIds }) as const;

test('the far end holds and retrieves: nothing is sent meanwhile', async () => {
  const customer = await connect(engine, others, 'hold');
  const agent = await connect(engine, others, 'hold');
  speak(agent, 620);
  engine.arrange('hold', [{ endpointId: customer.near.id, hears: endpoints(agent.near.id) }]);
  await hears(customer.far, 620);
  const reoffer = async (direction: 'sendonly' | 'sendrecv'): Promise<string> => {
    const answer = await customer.near.answer(await customer.far.offer({ direction }));
    await customer.far.acceptAnswer(answer);
    return answer;
  };
  expect(await reoffer('sendonly')).toContain('a=recvonly');
  expect((await customer.near.statistics()).remoteDirection).toBe('sendonly');
  await hearsNothing(customer.far);
  expect(await reoffer('sendrecv')).toContain('a=sendrecv');
  await hears(customer.far, 620);
});

test('we hold the far end: it hears music, we hear nothing of it', async () => {
  const customer = await connect(engine, others, 'ours');
  speak(customer, 440);
  engine.arrange('ours', [{ endpointId: customer.near.id, hears: { kind: 'ringback' } }]);
  await hears(customer.near, 440);
  await customer.near.acceptAnswer(await customer.far.answer(await customer.near.offer({ direction: 'sendonly' })));
  expect((await customer.near.statistics()).remoteDirection).toBe('recvonly');
  await hearsNothing(customer.near);
  await hears(customer.far, 425);
});

test('keys are heard once each, also while a prompt plays', async () => {
  const customer = await connect(engine, others, 'keys');
  customer.near.play('menu', [{ kind: 'sine', frequencyHz: 700, durationMs: 5000 }]);
  await hears(customer.far, 700);
  let heard = '';
  const all = new Promise<void>((resolve) => {
    customer.near.on('digit', ({ digit }) => {
      heard += digit;
      if (heard.length === 4) resolve();
    });
  });
  customer.far.sendDigits('12#2');
  await all;
  expect(heard).toBe('12#2');
  const back = nextEvent<{ digit: string }>((listener) => customer.far.on('digit', listener));
  customer.near.sendDigits('9');
  expect(await back).toEqual({ digit: '9' });
});

test('without RFC 4733 keys go out as tones', async () => {
  const without = (offer: string): string => offer.replace(' 101\r', '\r').replace(/a=(rtpmap|fmtp):101 .*\r\n/g, '');
  const customer = await connect(engine, others, 'tones', 'rtp', without);
  await customer.far.tap(20);
  customer.near.sendDigits('5555');
  for (;;) if (levelAt(await customer.far.tap(80), 8000, 770) > 0.08) break;
});

test('a silent far end is reported, one on hold is not', async () => {
  const customer = await connect(engine, others, 'silent');
  const held = await connect(engine, others, 'silent');
  await held.far.acceptAnswer(await held.near.answer(await held.far.offer({ direction: 'inactive' })));
  let heldLost = false;
  held.near.on('mediaLost', () => (heldLost = true));
  const lost = nextEvent<Record<string, never>>((listener) => customer.near.on('mediaLost', listener));
  customer.far.close();
  held.far.close();
  await lost;
  expect(heldLost).toBe(false);
});

// ---- a far end by hand

async function socket(): Promise<Socket> {
  const made = createSocket('udp4');
  sockets.push(made);
  made.bind(0, '127.0.0.1');
  await once(made, 'listening');
  return made;
}
/** Takes a port; one that somebody else has is held already. */
async function occupied(port: number): Promise<void> {
  const made = createSocket('udp4');
  sockets.push(made);
  made.bind(port, '127.0.0.1');
  await Promise.race([once(made, 'listening'), once(made, 'error')]).catch(() => {});
}
const described = (port: number): string =>
  `v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio ${port} RTP/AVP 0\r\n`;
const rtp = (sequence: number, ssrc = 7): Buffer => {
  const packet = Buffer.alloc(172, 0xff);
  packet.writeUInt16BE(0x8000, 0);
  packet.writeUInt16BE(sequence, 2);
  packet.writeUInt32BE(sequence * 160, 4);
  packet.writeUInt32BE(ssrc, 8);
  return packet;
};
async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 10));
}

test('the far end’s real address is learned, then nobody else is believed', async () => {
  const [real, stranger] = await Promise.all([socket(), socket()]);
  const endpoint = engine.createEndpoint({ group: 'latch', kind: 'rtp' });
  // The description names a port where nobody is (a NAT changed it).
  const answer = await endpoint.answer(described(9));
  const port = Number(/m=audio (\d+)/.exec(answer)![1]);
  let sequence = 0;
  let back = 0;
  real.on('message', () => (back += 1));
  await until(async () => {
    real.send(rtp((sequence += 1)), port, '127.0.0.1');
    return back > 0;
  });
  const before = await endpoint.statistics();
  for (let count = 0; count < 10; count += 1) stranger.send(rtp(count + 1, 9), port, '127.0.0.1');
  await until(async () => (await endpoint.statistics()).packetsForeign >= before.packetsForeign + 10);
  expect((await endpoint.statistics()).packetsReceived).toBeLessThanOrEqual(sequence);
  let strangerHeard = false;
  stranger.on('message', () => (strangerHeard = true));
  back = 0;
  await until(async () => back > 5);
  expect(strangerHeard).toBe(false);
  // A re-offer from the new place moves it.
  await endpoint.answer(described(stranger.address().port));
  await once(stranger, 'message');
  endpoint.close();
});

test('who was there before the far end has to give way to it', async () => {
  const [real, thief] = await Promise.all([socket(), socket()]);
  const endpoint = engine.createEndpoint({ group: 'stolen', kind: 'rtp' });
  const port = Number(/m=audio (\d+)/.exec(await endpoint.answer(described(real.address().port)))![1]);
  let sequence = 0;
  let stolen = 0;
  let back = 0;
  thief.on('message', () => (stolen += 1));
  real.on('message', () => (back += 1));
  await until(async () => {
    thief.send(rtp((sequence += 1), 9), port, '127.0.0.1');
    return stolen > 0;
  });
  back = 0;
  real.send(rtp(1), port, '127.0.0.1');
  await until(async () => back > 5);
  stolen = 0;
  const before = await endpoint.statistics();
  for (let count = 0; count < 10; count += 1) thief.send(rtp(count + 1, 9), port, '127.0.0.1');
  await until(async () => (await endpoint.statistics()).packetsForeign >= before.packetsForeign + 10);
  back = 0;
  await until(async () => back > 5);
  expect(stolen).toBe(0);
  endpoint.close();
});

test('garbage does no harm', async () => {
  const real = await socket();
  const endpoint = engine.createEndpoint({ group: 'garbage', kind: 'rtp' });
  const port = Number(/m=audio (\d+)/.exec(await endpoint.answer(described(real.address().port)))![1]);
  for (let length = 0; length < 200; length += 1) {
    const bytes = Buffer.from(Array.from({ length }, (_, index) => (index * 73 + length * 41) & 0xff));
    for (const first of [0x80, 0x90, 0xa0, 0xbf]) {
      if (length > 0) bytes[0] = first;
      real.send(bytes, port, '127.0.0.1');
      real.send(bytes, port + 1, '127.0.0.1');
    }
  }
  await until(async () => {
    real.send(rtp(1), port, '127.0.0.1');
    return (await endpoint.statistics()).packetsReceived > 0;
  });
  endpoint.close();
});

test('all ports in use is said, a port of another program is passed over, closed ones come back', async () => {
  const first = await socket();
  // Four pairs, one of them held by someone else.
  const from = first.address().port & ~1;
  const narrow = await startEngine({ rtpPorts: { from, to: from + 7 } });
  try {
    const made = Array.from({ length: 3 }, () => narrow.createEndpoint({ group: 'ports', kind: 'rtp' }));
    const ports = await Promise.all(made.map(async (one) => Number(/m=audio (\d+)/.exec(await one.offer())![1])));
    expect(ports).not.toContain(from);
    expect(new Set(ports).size).toBe(3);
    const more = narrow.createEndpoint({ group: 'ports', kind: 'rtp' });
    await expect(more.offer()).rejects.toThrow('in use');
    made[0]!.close();
    await until(async () =>
      more.offer().then(
        () => true,
        () => false,
      ),
    );
  } finally {
    await narrow.close();
  }
});

test('a long row of ports that another program holds keeps neither browser nor desk phone away', async () => {
  const from = (await socket()).address().port & ~1;
  const free = from + 80;
  for (let port = from; port < free; port += 1) await occupied(port);
  const said: string[] = [];
  const log = (level: string, message: string): void => void said.push(`${level}: ${message}`);
  const crowded = await startEngine({ rtpPorts: { from, to: free + 15 }, log });
  const full = await startEngine({ rtpPorts: { from, to: free - 1 }, log });
  try {
    for (const kind of ['webrtc', 'rtp'] as const) {
      const offer = await crowded.createEndpoint({ group: 'crowd', kind }).offer();
      expect(Number(/^m=audio (\d+)/m.exec(offer)![1])).toBeGreaterThanOrEqual(free);
    }
    expect(said).toEqual([]);
    await expect(full.createEndpoint({ group: 'crowd', kind: 'rtp' }).offer()).rejects.toThrow('in use');
    expect(said).toEqual(['warn: no port for audio: widen media.rtpPorts']);
  } finally {
    await Promise.all([crowded.close(), full.close()]);
  }
});

test('a worker that dies is replaced; its parties are told', async () => {
  const workers: Worker[] = [];
  const remember = (worker: Worker): void => void workers.push(worker);
  process.on('worker', remember);
  const fragile = await startEngine();
  try {
    const party = await connect(fragile, others, 'fragile');
    const lost = nextEvent<Record<string, never>>((listener) => party.near.on('mediaLost', listener));
    await workers[0]!.terminate();
    await lost;
    party.near.close();
    await until(async () => {
      try {
        fragile.createEndpoint({ group: 'probe', kind: 'rtp' }).close();
        return true;
      } catch {
        return false;
      }
    });
    const after = await connect(fragile, others, 'after');
    fragile.arrange('after', [{ endpointId: after.near.id, hears: { kind: 'ringback' } }]);
    await hears(after.far, 425);
  } finally {
    process.off('worker', remember);
    await fragile.close();
  }
});
