// An HTTP server in ARI's place, answering as a test says, and the driver's view of it.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AriClient } from '../../packages/server/src/drivers/asterisk/ari-client.ts';
import { Asterisk } from '../../packages/server/src/drivers/asterisk/asterisk.ts';

export type AriFloor = {
  readonly asterisk: Asterisk;
  readonly url: string;
  close(): Promise<void>;
};

export async function openAri(
  app: string,
  respond: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<AriFloor> {
  const http = createServer(respond);
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  const nobody = {
    event: () => undefined,
    connected: () => undefined,
    lost: () => undefined,
    refused: () => undefined,
  };
  const ari = new AriClient({ url, user: 'u', password: 'p', app }, nobody);
  return {
    asterisk: new Asterisk(ari, () => undefined),
    url,
    async close() {
      await ari.close();
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
}
