// Lets a customer call in when the page asks for it: the demonstration caller as a child process, so that its audio is not ours to carry.
import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { limits } from '../limits.ts';
import type { Log } from '../log.ts';
import { callerCommand, readCallerArguments } from './caller-arguments.ts';

export type DemoCaller = {
  /**
   * Starts a call to an access number and resolves with the number it comes from.
   *
   * @param wish `digits`: groups of keys for the menu, such as `1,4711#`.
   * @throws Error when too many calls of this kind are under way, or the wish is no number.
   */
  call(wish: { readonly to?: string; readonly digits?: string }): Promise<{ readonly from: string }>;
  /** Hangs all of them up. */
  close(): void;
};

/** @param host where SIP is bound; `0.0.0.0` is called by its loopback. */
export function startDemoCaller({
  host,
  port,
  log,
}: {
  readonly host: string;
  readonly port: number;
  readonly log: Log;
}): DemoCaller {
  const children = new Set<ChildProcess>();
  const server = `${host === '0.0.0.0' ? '127.0.0.1' : host}:${port}`;
  let calls = 0;
  return {
    async call({ to, digits }) {
      if (children.size >= limits.callerMaxProcesses) throw new Error('too many demonstration calls are under way');
      const from = String(FIRST_NUMBER + (calls % NUMBERS));
      calls += 1;
      const { command, args } = callerCommand({
        server,
        from,
        ...(to === undefined ? {} : { to }),
        ...(digits === undefined ? {} : { digits: digits.split(',') }),
        talkMs: limits.callerDemoTalkMs,
      });
      readCallerArguments(args.filter((argument) => /^--(to|from|digits)=/.test(argument)));
      const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
      children.add(child);
      for (const stream of [child.stdout, child.stderr]) {
        createInterface({ input: stream }).on('line', (line) => log.info({ from }, `demonstration caller: ${line}`));
      }
      child.once('close', () => children.delete(child));
      await new Promise<void>((resolve, reject) => {
        child.once('spawn', resolve);
        child.once('error', (error) => {
          children.delete(child);
          reject(error);
        });
      });
      return { from };
    },
    close() {
      for (const child of children) child.kill();
    },
  };
}

/** Mobile numbers that nobody has: the block that documents use. */
const FIRST_NUMBER = 13_800_138_000;
const NUMBERS = 1_000;
