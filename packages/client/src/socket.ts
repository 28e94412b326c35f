// The part of a WebSocket that the client uses: the browser's, Node's own, or the `ws` library's.

export interface SocketLike {
  readonly readyState: number;
  addEventListener(type: 'open' | 'message' | 'close' | 'error', listener: (event: unknown) => void): void;
  send(data: string): void;
  close(code?: number, reason?: string): void;
}

/** Made with the URL; `never` because the first of `ws`'s overloads takes something else. */
export type SocketClass = new (url: never) => SocketLike;

/** Refuses anything that would carry a secret in a URL. */
export function checkedUrl(url: string): string {
  const { protocol, username, password, search } = new URL(url);
  if (protocol !== 'ws:' && protocol !== 'wss:') throw new TypeError(`not a WebSocket URL: ${protocol}`);
  if (username !== '' || password !== '' || search !== '') throw new TypeError('no credentials or query in the URL');
  return url;
}
