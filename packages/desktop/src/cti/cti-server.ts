// One CTI server: the session there, and how it stands.
import { CordboardClient, type ClientState, type StreamEvent } from '@cordboard/client';
import type { ConnectionStateName } from '@cordboard/contract/dialects/ipsc';
import { WebSocket } from 'ws';
import { limits } from '../limits.ts';
import type { ServerPlace } from '../settings/settings.ts';

export type CtiServerListener = {
  readonly changed: () => void;
  readonly event: (event: StreamEvent) => void;
  /** The way to the server was lost and is back. */
  readonly back: (deviceId: string | null) => void;
  /** The session is over, and not because it was asked to. */
  readonly ended: () => void;
};

export type Credentials = { readonly login: string; readonly password: string };

export class CtiServer {
  readonly place: ServerPlace;
  readonly client: CordboardClient;
  readonly #listener: CtiServerListener;
  #phase: Exclude<ConnectionStateName, 'Lost'> = 'None';

  constructor(place: ServerPlace, listener: CtiServerListener) {
    this.place = place;
    this.#listener = listener;
    const url = `${place.isSecure ? 'wss' : 'ws'}://${hostInUrl(place.host)}:${place.port}/agent`;
    this.client = new CordboardClient({
      url,
      WebSocket,
      limits: {
        requestTimeoutMs: limits.requestTimeoutMs,
        connectTimeoutMs: limits.requestTimeoutMs,
        heartbeatMs: limits.heartbeatToServerMs,
        maxRetryMs: limits.maxRetryMs,
      },
    });
    this.client.on('change', () => this.#listener.changed());
    this.client.on('event', (event) => this.#listener.event(event));
    this.client.on('link', (link) => {
      if (link === 'up' && this.#phase === 'Ok') this.#listener.back(this.state.agent?.deviceId ?? null);
    });
    this.client.on('ended', () => this.#ended());
  }

  get state(): ClientState {
    return this.client.state;
  }

  get connection(): ConnectionStateName {
    if (this.#phase !== 'Ok') return this.#phase;
    return this.client.state.link === 'up' ? 'Ok' : 'Lost';
  }

  /** @throws CordboardError: wrong credentials, or no way to the server. */
  async signIn({ login, password }: Credentials): Promise<void> {
    this.#become('Opening');
    try {
      await this.client.signIn({ login, password });
      this.#become('Ok');
    } catch (error) {
      this.client.close();
      this.#become('Failed');
      throw error;
    }
  }

  /** Ends work and session there, as far as it can be reached. */
  async signOut(): Promise<void> {
    if (this.#phase === 'None' || this.#phase === 'Closed') return;
    const wasUp = this.connection === 'Ok';
    this.#become('Closing');
    if (wasUp) await this.client.call('agent.signOut').catch(() => {});
    if (wasUp) await this.client.signOut();
    this.close();
  }

  close(): void {
    this.client.close();
    if (this.#phase !== 'None') this.#become('Closed');
  }

  #ended(): void {
    if (this.#phase !== 'Ok') return;
    this.#become('Closed');
    this.#listener.ended();
  }

  #become(phase: Exclude<ConnectionStateName, 'Lost'>): void {
    this.#phase = phase;
    this.#listener.changed();
  }
}

const hostInUrl = (host: string): string => (host.includes(':') ? `[${host}]` : host);
