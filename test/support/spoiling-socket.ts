// WebSockets that spoil what goes through them, as a network or a server of another make might.
import WebSocket from 'ws';

export type Spoiled = {
  readonly WebSocket: typeof WebSocket;
  /** Those that were opened, oldest first. */
  readonly sockets: readonly WebSocket[];
};

/**
 * @param spoil given each frame that is sent, as an object; what it returns is sent instead: text as it stands, or an object. `{ answer }` is not
 * sent, but comes back as if the server had said so.
 */
export function spoiling(
  spoil: (request: { readonly method: string; readonly id: number; readonly params: object }) => unknown,
): Spoiled {
  const sockets: WebSocket[] = [];
  class Spoiling extends WebSocket {
    constructor(url: string) {
      super(url);
      sockets.push(this);
    }
    override send(data: unknown): void {
      const spoiled = spoil(JSON.parse(String(data)) as never);
      if (typeof spoiled === 'object' && spoiled !== null && 'answer' in spoiled) {
        this.emit('message', Buffer.from(JSON.stringify(spoiled.answer)), false);
        return;
      }
      super.send(typeof spoiled === 'string' ? spoiled : JSON.stringify(spoiled));
    }
  }
  return { WebSocket: Spoiling as unknown as typeof WebSocket, sockets };
}
