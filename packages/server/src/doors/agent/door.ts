// The native door: JSON-RPC 2.0 over WebSocket, for agents' bars and for programs.
import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import type { Core } from '../../core.ts';
import { limits as serverLimits } from '../../limits.ts';
import type { Log } from '../../log.ts';
import type { Demo } from './asker.ts';
import { AgentConnection, type ConnectionContext } from './connection.ts';
import { FlushTurn } from './outbox.ts';

type LimitName = Extract<keyof typeof serverLimits, `agent${string}` | `stranger${string}`>;
export type AgentDoorLimits = { readonly [Name in LimitName]: number };

export type AgentDoorOptions = {
  readonly core: Core;
  readonly log: Log;
  /** Present where the server runs the demo tenant. */
  readonly demo?: Demo | undefined;
  readonly limits?: Partial<AgentDoorLimits>;
  /** Path of SIP over WebSocket on this server. */
  readonly phonePath?: string;
};

export type AgentDoor = {
  /** What the WebSocket server should be given as its largest payload. */
  readonly maxFrameBytes: number;
  /**
   * Takes over a WebSocket whose Origin has been checked; who is at the far end, nobody knows yet.
   *
   * @param stream what the WebSocket stands on, as the upgrade gave it; events are written to it directly. The WebSocket must not compress.
   */
  accept(socket: WebSocket, peer: { readonly address: string; readonly secure: boolean }, stream: Duplex): void;
  counters(): { readonly connections: number; readonly strangers: number };
  /** Closes every connection with 1001; clients come back to whoever listens next. */
  close(): void;
};

export function createAgentDoor({ core, log, demo, limits: given, phonePath = '/sip' }: AgentDoorOptions): AgentDoor {
  const limits: AgentDoorLimits = { ...serverLimits, ...given };
  const connections = new Set<AgentConnection>();
  /** In the order they came. */
  const strangers = new Set<AgentConnection>();
  const context: ConnectionContext = {
    core,
    log,
    demo: demo ?? null,
    phonePath,
    limits,
    flushTurn: new FlushTurn(),
    noLongerStranger: (connection) => strangers.delete(connection),
    gone: (connection) => connections.delete(connection),
  };
  const beats = setInterval(() => {
    const nowMs = Date.now();
    for (const connection of connections) connection.beat(nowMs);
  }, limits.agentHeartbeatMs);
  return {
    maxFrameBytes: limits.agentMaxFrameBytes,
    accept(socket, { address }, stream) {
      const connection = new AgentConnection(socket, stream, address, context);
      connections.add(connection);
      strangers.add(connection);
      if (strangers.size <= limits.strangersMax) return;
      // Who means to sign in does so at once: the one who has not for longest makes room, else idlers could keep everybody out.
      const [idlest] = strangers;
      if (idlest === undefined) return;
      strangers.delete(idlest);
      idlest.close('overloaded');
    },
    counters: () => ({ connections: connections.size, strangers: strangers.size }),
    close() {
      clearInterval(beats);
      for (const connection of connections) connection.close('shutdown');
    },
  };
}
