// What an answer may know and do about the connection that asked.
import type { Authenticated, Core, OpenSession, StreamPosition } from '../../core.ts';

export type Demo = {
  /** Lets a customer call in; resolves with the number he calls from. */
  call(wish: { readonly to?: string; readonly digits?: string }): Promise<{ readonly from: string }>;
};

export type SignedIn = { readonly authenticated: Authenticated; readonly open: OpenSession };

export interface Asker {
  readonly core: Core;
  readonly address: string;
  readonly signedIn: SignedIn | null;
  readonly demo: Demo | null;
  readonly phonePath: string;
  /** Binds the session; from here on the connection is a person's. False: the socket is gone meanwhile. */
  bind(authenticated: Authenticated): boolean;
  /** The session ends with the reply to the present request. */
  leave(): void;
  snapshot(): Promise<Readonly<Record<string, unknown>>>;
  resume(position: StreamPosition): boolean;
}
