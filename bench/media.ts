// Load on the media engine: N two-party calls with audio, a generator in a process of its own, and how late the packets are.
//
//   npx tsx --conditions=source bench/media.ts --calls 300 --seconds 10 --workers 1 [--record] [--mix]
import { fork, type ChildProcess } from 'node:child_process';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createMediaEngine, type MediaEndpoint, type MediaEngine } from '@cordboard/telephony';

const FRAME_MS = 20;
const LATE_MS = 40;
const GENERATOR_SOCKETS = 32;
const PACKET_BYTES = 172;
const STAMP_AT = 12;

type Go = { readonly enginePorts: readonly number[]; readonly seconds: number };
type Result = {
  readonly sent: number;
  readonly received: number;
  readonly late: number;
  /** Packets that arrived late, by the second they were sent in: shows whether another program disturbed some of them. */
  readonly lateBySecond: readonly number[];
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly worstMs: number;
  readonly generatorLateMs: number;
  readonly cpuShare: number;
};

const nowMs = (): number => Number(process.hrtime.bigint()) / 1e6;
const round = (value: number): number => Math.round(value * 100) / 100;

async function bound(port = 0): Promise<Socket> {
  const socket = createSocket({
    type: 'udp4',
    recvBufferSize: 4_000_000,
    lookup: (host, _options, done) => done(null, host, 4),
  });
  // The look-up answers at once, so the event may come before bind returns.
  const listening = once(socket, 'listening');
  socket.bind(port, '127.0.0.1');
  await listening;
  return socket;
}

// ---- the generator: every endpoint's far end, on a few sockets

async function generate(): Promise<void> {
  const sockets = await Promise.all(Array.from({ length: GENERATOR_SOCKETS }, () => bound()));
  process.send!({ ports: sockets.map((socket) => socket.address().port) });
  const [{ enginePorts, seconds }] = (await once(process, 'message')) as [Go];
  const count = enginePorts.length;
  const latencies = new Float32Array(count * (seconds * 50 + 100));
  const lateBySecond = Array.from({ length: seconds }, () => 0);
  let received = 0;
  let measuring = false;
  for (const socket of sockets)
    socket.on('message', (packet) => {
      if (!measuring || packet.length !== PACKET_BYTES) return;
      const stamp = packet.readDoubleLE(STAMP_AT);
      // Also drops frames of silence, which read as no number.
      if (!(stamp > measureFrom)) return;
      const latency = nowMs() - stamp;
      latencies[received++] = latency;
      if (latency > LATE_MS) lateBySecond[Math.min(seconds - 1, Math.floor((stamp - measureFrom) / 1000))]! += 1;
    });
  const packets = enginePorts.map((_, index) => {
    const packet = Buffer.alloc(PACKET_BYTES, 0xd5);
    packet[0] = 0x80;
    packet[1] = 0;
    packet.writeUInt32BE(index + 1, 8);
    return packet;
  });
  const startMs = nowMs() + 100;
  const warmFrames = 100;
  const frames = warmFrames + seconds * 50;
  let measureFrom = startMs + warmFrames * FRAME_MS - 0.001;
  measuring = true;
  let sent = 0;
  let generatorLateMs = 0;
  const cpu = process.cpuUsage();
  const total = frames * count;
  let next = 0;
  const none = (): void => {};
  await new Promise<void>((resolve) => {
    const step = (): void => {
      const now = nowMs();
      for (; next < total; next += 1) {
        const index = next % count;
        const frame = (next - index) / count;
        const dueMs = startMs + frame * FRAME_MS + (index * FRAME_MS) / count;
        if (dueMs > now) break;
        // A fresh buffer each time: one that is still queued must not change.
        const packet = Buffer.from(packets[index]!);
        packet.writeUInt16BE(frame & 0xffff, 2);
        packet.writeUInt32BE((frame * 160) >>> 0, 4);
        packet.writeDoubleLE(dueMs, STAMP_AT);
        sockets[index % GENERATOR_SOCKETS]!.send(packet, enginePorts[index], '127.0.0.1', none);
        if (dueMs > measureFrom) {
          sent += 1;
          if (now - dueMs > generatorLateMs) generatorLateMs = now - dueMs;
        }
      }
      if (next >= total) return resolve();
      setTimeout(step, 1);
    };
    step();
  });
  await new Promise((resolve) => setTimeout(resolve, 300));
  const used = process.cpuUsage(cpu);
  const sorted = latencies.subarray(0, received).sort();
  const at = (share: number): number => round(sorted[Math.min(received - 1, Math.floor(received * share))] ?? 0);
  const inTime = sorted.findLastIndex((latency) => latency <= LATE_MS) + 1;
  const result: Result = {
    sent,
    received,
    late: sent - inTime,
    lateBySecond,
    p50Ms: at(0.5),
    p99Ms: at(0.99),
    worstMs: at(1),
    generatorLateMs: round(generatorLateMs),
    cpuShare: round((used.user + used.system) / 1e6 / (frames / 50)),
  };
  process.send!({ result });
  for (const socket of sockets) socket.close();
}

// ---- the engine

const { values } = parseArgs({
  options: {
    calls: { type: 'string', default: '300' },
    seconds: { type: 'string', default: '10' },
    workers: { type: 'string', default: '1' },
    record: { type: 'boolean', default: false },
    generator: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});

const sdpOf = (port: number): string =>
  `v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio ${port} RTP/AVP 0 101\r\na=rtpmap:101 telephone-event/8000\r\n`;

async function call(
  engine: MediaEngine,
  group: string,
  farPorts: readonly number[],
  recordInto: string | null,
): Promise<number[]> {
  const parties: MediaEndpoint[] = [];
  const ports: number[] = [];
  for (const farPort of farPorts) {
    const endpoint = engine.createEndpoint({ group, kind: 'rtp' });
    parties.push(endpoint);
    ports.push(Number(/m=audio (\d+)/.exec(await endpoint.answer(sdpOf(farPort)))![1]));
  }
  const [customer, agent] = parties as [MediaEndpoint, MediaEndpoint];
  engine.arrange(group, [
    { endpointId: customer.id, hears: { kind: 'endpoints', endpointIds: [agent.id] } },
    { endpointId: agent.id, hears: { kind: 'endpoints', endpointIds: [customer.id] } },
  ]);
  if (recordInto !== null)
    engine.startRecording(group, {
      recordingId: group,
      path: join(recordInto, `${group}.wav`),
      agent: [agent.id],
      customer: [customer.id],
      paused: false,
    });
  return ports;
}

async function measure(generator: ChildProcess): Promise<void> {
  const [calls, seconds, workers] = [Number(values.calls), Number(values.seconds), Number(values.workers)];
  const folder = values.record ? await mkdtemp(join(tmpdir(), 'cordboard-bench-')) : null;
  const [{ ports }] = (await once(generator, 'message')) as [{ ports: number[] }];
  const engine = createMediaEngine({
    address: '127.0.0.1',
    rtpPorts: { from: 20_000, to: 20_000 + calls * 8 },
    workers,
    soundFolders: [],
    log: (level, message, fields) => level !== 'debug' && console.error(level, message, fields),
  });
  await engine.start();
  const enginePorts: number[] = [];
  for (let index = 0; index < calls; index += 1) {
    const far = [2 * index, 2 * index + 1].map((endpoint) => ports[endpoint % GENERATOR_SOCKETS]!);
    enginePorts.push(...(await call(engine, `call-${index}`, far, folder)));
  }
  await engine.counters();
  const cpu = process.cpuUsage();
  const from = performance.now();
  generator.send({ enginePorts, seconds } satisfies Go);
  const [{ result }] = (await once(generator, 'message')) as [{ result: Result }];
  const used = process.cpuUsage(cpu);
  const counters = await engine.counters();
  const report = {
    calls,
    workers,
    recorded: values.record,
    packetsPerSecond: calls * 2 * 50,
    latePercent: round((100 * result.late) / result.sent),
    ...result,
    generatorCpu: result.cpuShare,
    engineCpu: round((used.user + used.system) / 1e3 / (performance.now() - from)),
    memoryMb: Math.round(process.memoryUsage().rss / 1e6),
    tickLateMs: counters['tickLateMs'],
    ticksSkipped: counters['ticksSkipped'],
  };
  console.log(values.json ? JSON.stringify(report) : report);
  await engine.close();
  if (folder !== null) await rm(folder, { recursive: true });
  process.exitCode = report.latePercent < 0.1 ? 0 : 1;
}

if (values.generator) await generate();
else await measure(fork(fileURLToPath(import.meta.url), ['--generator'], { execArgv: process.execArgv }));
