// One question to FreeSWITCH on a connection of its own, beside the driver's.
import { connect } from 'node:net';

/** @returns what the command says. */
export function askOnce(
  { host, port, password }: { readonly host: string; readonly port: number; readonly password: string },
  command: string,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port });
    let text = '';
    socket.setTimeout(5_000, () => socket.destroy(new Error(`no answer to ${command}`)));
    socket.on('connect', () => socket.write(`auth ${password}\n\napi ${command}\n\n`));
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      const answer = /Content-Type: api\/response\nContent-Length: (\d+)\n\n([\s\S]*)$/u.exec(text);
      if (answer === null || Buffer.byteLength(answer[2]!) < Number(answer[1])) return;
      socket.destroy();
      resolve(answer[2]!);
    });
    socket.on('error', reject);
    socket.on('close', () => reject(new Error(`closed before an answer to ${command}`)));
  });
}
