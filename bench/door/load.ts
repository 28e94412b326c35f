// The load: many raw sockets in a process of their own, told what to do by the bench.
import { RawSocket } from './raw-socket.ts';

type Wish =
  | {
      readonly do: 'connect';
      readonly port: number;
      readonly count: number;
      readonly prefix: string;
      readonly snapshot: boolean;
    }
  | { readonly do: 'requests'; readonly seconds: number; readonly perSecond: number }
  | { readonly do: 'events'; readonly seconds: number; readonly perSecond: number; readonly burst: number }
  | { readonly do: 'disconnect' };

const sockets: RawSocket[] = [];
const say = (what: object): void => void process.send?.(what);

async function connectAll({ port, count, prefix, snapshot }: Extract<Wish, { do: 'connect' }>): Promise<void> {
  for (let from = 0; from < count; from += 50) {
    const batch = Array.from({ length: Math.min(50, count - from) }, async (_, n) => {
      const socket = await RawSocket.open(port);
      await socket.ask('session.signIn', { login: `${prefix}${from + n}`, password: 'x' });
      if (snapshot) await socket.ask('session.snapshot', {});
      sockets.push(socket);
    });
    await Promise.all(batch);
  }
  say({ connected: sockets.length });
}

/** Requests go out evenly over all connections; each connection has at most one under way. */
async function askAll(seconds: number, perSecond: number): Promise<void> {
  const times: number[] = [];
  const sentAt = sockets.map(() => 0);
  for (const [n, socket] of sockets.entries()) {
    await socket.ask('agent.signIn', {});
    socket.onText = (text) => {
      if (!text.startsWith('{"jsonrpc":"2.0","id"')) return;
      times.push(performance.now() - sentAt[n]!);
      sentAt[n] = 0;
    };
  }
  const begin = performance.now();
  let sent = 0;
  let skipped = 0;
  await new Promise<void>((resolve) => {
    const ticks = setInterval(() => {
      const now = performance.now();
      const due = Math.floor(((now - begin) / 1000) * perSecond);
      for (; sent < due; sent += 1) {
        const n = sent % sockets.length;
        if (sentAt[n] !== 0) {
          skipped += 1;
          continue;
        }
        sentAt[n] = performance.now();
        sockets[n]!.send('agent.setNotReady', { reason: `r${sent}` }, sent);
      }
      if (now - begin < seconds * 1000) return;
      clearInterval(ticks);
      resolve();
    }, 1);
  });
  times.sort((a, b) => a - b);
  const at = (share: number): number => times[Math.floor(times.length * share)] ?? Number.NaN;
  say({ replies: times.length, skipped, p50: at(0.5), p99: at(0.99), p999: at(0.999) });
}

/** A few agents change their state, `burst` at once; everybody is told. */
async function tellAll({ seconds, perSecond, burst }: Extract<Wish, { do: 'events' }>): Promise<void> {
  const tellers = sockets.slice(0, 10);
  for (const teller of tellers) await teller.ask('agent.signIn', {});
  const before = sockets.reduce((sum, { frames }) => sum + frames, 0);
  const begin = performance.now();
  let sent = 0;
  while (performance.now() - begin < seconds * 1000) {
    const due = Math.floor((((performance.now() - begin) / 1000) * perSecond) / burst) * burst;
    for (; sent < due; sent += 1)
      tellers[sent % tellers.length]!.send('agent.setNotReady', { reason: `r${sent}` }, sent);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  const tookS = (performance.now() - begin) / 1000;
  // What is still under way counts when it has come; what never comes is missing.
  const received = (): number => sockets.reduce((sum, { frames }) => sum + frames, 0) - before - sent;
  for (let last = -1; received() !== last; await new Promise((resolve) => setTimeout(resolve, 500))) last = received();
  say({ received: received(), seconds: tookS });
}

process.on('message', (wish: Wish) => {
  switch (wish.do) {
    case 'connect':
      return void connectAll(wish);
    case 'requests':
      return void askAll(wish.seconds, wish.perSecond);
    case 'events':
      return void tellAll(wish);
    case 'disconnect':
      for (const socket of sockets.splice(0)) socket.end();
      say({ connected: 0 });
  }
});
