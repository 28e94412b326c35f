// The port for telephones in browsers: a switch lets a session's page register with a short-lived secret, and carries its SIP over WebSocket (RFC 7118).
import type { WebSocket } from 'ws';

/** The telephone in the page of a session, for the device that its agent works with. */
export type BrowserPhone = { readonly deviceId: string; readonly sessionId: string };

/** @property ha1 MD5 of `user:realm:password`, the device as user (RFC 7616 §3.4.2) */
export type BrowserSecret = { readonly ha1: string; readonly expiresAt: number };

/** @property ha1s of every algorithm that it is kept for. */
export type RevokedPhone = BrowserPhone & { readonly ha1s: readonly string[] };

/** Where a page's WebSocket comes from. */
export type BrowserPeer = { readonly address: string; readonly port: number; readonly secure: boolean };

export interface BrowserPhones {
  /**
   * A secret has been issued; the switch is to let the page in with it.
   *
   * @returns the user part of the address that the page is to register, once the switch knows the secret; null: the switch cannot be asked now.
   */
  admit(phone: BrowserPhone): Promise<string | null>;
  /** What was valid until now is not let in again, and what has registered with it is taken off. */
  dismiss(phone: RevokedPhone): void;
  /** Takes over a WebSocket with sub-protocol `sip`, upgraded and its Origin checked. Nobody has said on it who he is. */
  accept(socket: WebSocket, peer: BrowserPeer): void;
}
