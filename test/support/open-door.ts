// The HTTP door with the native door behind it, on a free port of this machine.
import type { Logger } from 'pino';
import type { Accounts } from '../../packages/server/src/accounts/accounts.ts';
import type { Core } from '../../packages/server/src/core.ts';
import { createAgentDoor } from '../../packages/server/src/doors/agent/door.ts';
import { createHttpDoor } from '../../packages/server/src/doors/http/http-door.ts';
import { createVertoDoor } from '../../packages/server/src/doors/verto/door.ts';
import type { VertoLimits } from '../../packages/server/src/doors/verto/limits.ts';

export type Door = { readonly url: string; close(): Promise<void> };

/** @returns the door, listening, and the address of its native side. */
export async function openDoor(
  core: Core,
  accounts: Accounts,
  log: Logger,
  port: number,
  verto: Partial<VertoLimits> = {},
): Promise<Door> {
  const agentDoor = createAgentDoor({ core, log });
  const vertoDoor = createVertoDoor({ core, log, sipDomain: 'small.example', limits: verto });
  const http = createHttpDoor(
    {
      host: '127.0.0.1',
      port,
      allowedOrigins: [],
      trustedProxies: [],
      pageFolder: import.meta.dirname,
      scripts: {},
      recordingsFolder: import.meta.dirname,
    },
    {
      log,
      acceptAgent: (socket, peer, stream) => agentDoor.accept(socket, peer, stream),
      acceptVerto: (socket, peer) => vertoDoor.accept(socket, peer),
      routes: vertoDoor.routes,
      acceptSip: (socket) => socket.terminate(),
      health: () => ({}),
      metrics: () => Promise.resolve({ contentType: 'text/plain', text: '' }),
      authenticateToken: (token, address) => accounts.authenticateToken(token, address),
      findRecording: () => Promise.resolve({ refused: 'unknownCall' }),
    },
  );
  const url = `${(await http.listen()).url.replace(/^http/, 'ws').replace(/\/$/, '')}/agent`;
  let open = true;
  const close = async (): Promise<void> => {
    if (!open) return;
    open = false;
    agentDoor.close();
    vertoDoor.close();
    await http.close();
  };
  return { url, close };
}
