// Running kamailio as somebody else's registrar and proxy: digest for REGISTER, calls to whoever is registered.
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../support/running-server.ts';
import { until } from '../support/until.ts';

export type Kamailio = {
  readonly port: number;
  readonly password: string;
  /** SIGKILL to all of its processes. */
  kill(): Promise<void>;
  startAgain(): Promise<void>;
  stop(): Promise<void>;
};

const password = 'of-kamailio';

const configuration = (port: number): string => `
debug=1
log_stderror=yes
fork=yes
children=1
tcp_children=1
mpath="/usr/lib/x86_64-linux-gnu/kamailio/modules/:/usr/lib/kamailio/modules/"
listen=udp:127.0.0.1:${port}
listen=tcp:127.0.0.1:${port}
loadmodule "sl.so"
loadmodule "tm.so"
loadmodule "rr.so"
loadmodule "pv.so"
loadmodule "maxfwd.so"
loadmodule "textops.so"
loadmodule "siputils.so"
loadmodule "usrloc.so"
loadmodule "registrar.so"
loadmodule "auth.so"
modparam("usrloc", "db_mode", 0)
modparam("registrar", "max_contacts", 5)
request_route {
  if (!mf_process_maxfwd_header("10")) { sl_send_reply("483", "Too Many Hops"); exit; }
  if (has_totag()) {
    if (loose_route() || is_method("ACK")) { t_relay(); exit; }
    sl_send_reply("404", "Not Here"); exit;
  }
  if (is_method("CANCEL")) { if (t_check_trans()) t_relay(); exit; }
  if (is_method("REGISTER")) {
    if (!pv_www_authenticate("kamailio.test", "${password}", "0")) { www_challenge("kamailio.test", "0"); exit; }
    save("location");
    exit;
  }
  record_route();
  if (!lookup("location")) { sl_send_reply("404", "Not Found"); exit; }
  t_relay();
}
`;

export async function kamailio(): Promise<Kamailio> {
  const folder = await mkdtemp(join(tmpdir(), 'cordboard-kamailio-'));
  const port = await freePort();
  const file = join(folder, 'kamailio.cfg');
  await writeFile(file, configuration(port));
  let child: ChildProcess | null = null;
  const start = async (): Promise<void> => {
    let output = '';
    // -DD: stays in the foreground, its workers in its process group.
    const started = spawn('kamailio', ['-f', file, '-DD', '-E', '-Y', folder], {
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child = started;
    for (const stream of [started.stdout, started.stderr])
      stream.on('data', (text: Buffer) => (output += text.toString()));
    await until(
      'kamailio answers',
      async () => {
        if (started.exitCode !== null) throw new Error(`kamailio ended:\n${output}`);
        return answers(port);
      },
      20_000,
    );
  };
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    const ending = child;
    child = null;
    if (ending?.pid === undefined || ending.exitCode !== null) return;
    const gone = new Promise<void>((resolve) => ending.once('exit', () => resolve()));
    process.kill(-ending.pid, signal);
    await gone;
  };
  await start();
  return {
    port,
    password,
    kill: () => end('SIGKILL'),
    startAgain: start,
    async stop() {
      await end('SIGTERM');
      if (existsSync(folder)) await rm(folder, { recursive: true, force: true });
    },
  };
}

async function answers(port: number): Promise<boolean> {
  const { connect } = await import('node:net');
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
