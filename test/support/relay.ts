// A relay before a server, on TCP and UDP at one port: what passes it can be stopped, and cut, without the server knowing why.
import { createSocket, type Socket as UdpSocket } from 'node:dgram';
import { createServer, connect, type Server, type Socket } from 'node:net';

export class Relay {
  readonly port: number;
  readonly #target: number;
  readonly #tcp: Server;
  readonly #udp: UdpSocket;
  readonly #pairs = new Set<readonly [Socket, Socket]>();
  readonly #backs = new Map<number, UdpSocket>();
  #state: 'open' | 'silent' | 'cut' = 'open';

  private constructor(target: number, tcp: Server, udp: UdpSocket, port: number) {
    this.#target = target;
    this.#tcp = tcp;
    this.#udp = udp;
    this.port = port;
    tcp.on('connection', (socket) => this.#take(socket));
    udp.on('message', (data, { port: from }) => this.#passOn(data, from));
  }

  static async before(target: number): Promise<Relay> {
    for (;;) {
      const tcp = createServer();
      await new Promise<void>((resolve) => tcp.listen(0, '127.0.0.1', resolve));
      const { port } = tcp.address() as { port: number };
      const udp = createSocket('udp4');
      const bound = await new Promise<boolean>((resolve) => {
        udp.once('error', () => resolve(false));
        udp.bind(port, '127.0.0.1', () => resolve(true));
      });
      if (bound) return new Relay(target, tcp, udp, port);
      tcp.close();
    }
  }

  /** Nothing passes any more; connections stay. */
  silence(): void {
    this.#state = 'silent';
    for (const [near, far] of this.#pairs) {
      near.pause();
      far.pause();
    }
  }

  /** Connections break off, and new ones are refused. */
  cut(): void {
    this.#state = 'cut';
    for (const [near, far] of this.#pairs) {
      near.resetAndDestroy();
      far.destroy();
    }
  }

  restore(): void {
    this.#state = 'open';
    for (const [near, far] of this.#pairs) {
      near.resume();
      far.resume();
    }
  }

  close(): void {
    this.cut();
    this.#tcp.close();
    this.#udp.close();
    for (const back of this.#backs.values()) back.close();
  }

  #take(near: Socket): void {
    if (this.#state === 'cut') return void near.resetAndDestroy();
    const far = connect(this.#target, '127.0.0.1');
    const pair = [near, far] as const;
    this.#pairs.add(pair);
    near.on('data', (data) => far.write(data));
    far.on('data', (data) => near.write(data));
    for (const socket of pair) {
      socket.on('error', () => {});
      socket.on('close', () => {
        this.#pairs.delete(pair);
        near.destroy();
        far.destroy();
      });
    }
    if (this.#state === 'silent') for (const socket of pair) socket.pause();
  }

  #passOn(data: Buffer, from: number): void {
    if (this.#state !== 'open') return;
    let back = this.#backs.get(from);
    if (back === undefined) {
      back = createSocket('udp4');
      back.on('message', (answer) => {
        if (this.#state === 'open') this.#udp.send(answer, from, '127.0.0.1');
      });
      this.#backs.set(from, back);
    }
    back.send(data, this.#target, '127.0.0.1');
  }
}
