// Running sipp: one scenario, a few calls, its own ports, and what it printed when it failed.
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, readFile, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type SippRun = {
  /** Resolves at the end with sipp's exit code: 0 when every call went as the scenario says. */
  readonly done: Promise<number>;
  readonly folder: string;
  stop(): void;
  /** The error log, for a failed assertion's message. */
  complaints(): Promise<string>;
};

export type SippOptions = {
  readonly scenario: string;
  readonly server: string;
  readonly localPort: number;
  readonly calls?: number;
  readonly rate?: number;
  readonly keys?: Readonly<Record<string, string | number>>;
  readonly lines?: readonly string[];
  readonly service?: string;
};

export async function sipp(options: SippOptions): Promise<SippRun> {
  const folder = await mkdtemp(join(tmpdir(), 'cordboard-sipp-'));
  await writeFile(join(folder, 'scenario.xml'), options.scenario);
  const keys = Object.entries(options.keys ?? {}).flatMap(([key, value]) => ['-key', key, String(value)]);
  const lines = options.lines === undefined ? [] : ['-inf', 'lines.csv'];
  if (options.lines !== undefined)
    await writeFile(join(folder, 'lines.csv'), ['SEQUENTIAL', ...options.lines, ''].join('\n'));
  const child: ChildProcess = spawn(
    'sipp',
    [
      options.server,
      '-sf',
      'scenario.xml',
      '-i',
      '127.0.0.1',
      '-p',
      String(options.localPort),
      '-ci',
      '127.0.0.1',
      '-m',
      String(options.calls ?? 1),
      '-r',
      String(options.rate ?? 1),
      '-s',
      options.service ?? 'service',
      '-timeout',
      '60',
      '-timeout_error',
      '-nostdin',
      '-trace_err',
      ...keys,
      ...lines,
    ],
    { cwd: folder, stdio: 'ignore' },
  );
  const done = new Promise<number>((resolve) => child.once('exit', (code) => resolve(code ?? -1)));
  return {
    done,
    folder,
    stop: () => void child.kill('SIGKILL'),
    async complaints() {
      const logs = (await readdir(folder)).filter((name) => name.endsWith('errors.log'));
      return (await Promise.all(logs.map((name) => readFile(join(folder, name), 'utf8')))).join('\n').slice(0, 4000);
    },
  };
}

/** The other side ends the call. */
export const isHungUp = `<recv request="BYE"/>
  <send><![CDATA[
    SIP/2.0 200 OK
    [last_Via:]
    [last_From:]
    [last_To:]
    [last_Call-ID:]
    [last_CSeq:]
    Content-Length: 0
  ]]></send>`;

/** A caller whose audio is an RtpProbe's: sipp speaks SIP, the probe at port [rtp] speaks and hears. Waits to be hung up, or for SIGKILL. */
export const callerScenario = `<?xml version="1.0" encoding="UTF-8"?>
<scenario name="caller">
  <send retrans="500"><![CDATA[
    INVITE sip:[service]@[remote_ip]:[remote_port] SIP/2.0
    Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
    From: "Wang Li" <sip:[from]@[local_ip]:[local_port]>;tag=[pid]T[call_number]
    To: <sip:[service]@[remote_ip]:[remote_port]>
    Call-ID: [call_id]
    CSeq: 1 INVITE
    Contact: <sip:[from]@[local_ip]:[local_port]>
    Max-Forwards: 70
    Content-Type: application/sdp
    Content-Length: [len]

    v=0
    o=caller 1 1 IN IP4 127.0.0.1
    s=-
    c=IN IP4 127.0.0.1
    t=0 0
    m=audio [rtp] RTP/AVP 0 101
    a=rtpmap:0 PCMU/8000
    a=rtpmap:101 telephone-event/8000
    a=sendrecv
  ]]></send>
  <recv response="100" optional="true"/>
  <recv response="180" optional="true"/>
  <recv response="183" optional="true"/>
  <recv response="200" rrs="true"/>
  <send><![CDATA[
    ACK [next_url] SIP/2.0
    Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
    [routes]
    From: "Wang Li" <sip:[from]@[local_ip]:[local_port]>;tag=[pid]T[call_number]
    To: <sip:[service]@[remote_ip]:[remote_port]>[peer_tag_param]
    Call-ID: [call_id]
    CSeq: 1 ACK
    Max-Forwards: 70
    Content-Length: 0
  ]]></send>
  ${isHungUp}
</scenario>
`;
