// A switch of another make that a test has started for itself, on free ports of this machine.
import type { ChildProcess } from 'node:child_process';
import type { SwitchDriver } from '../../../packages/server/src/drivers/switch.ts';

export type SwitchInstance = {
  readonly kind: 'asterisk' | 'freeswitch';
  /** Where telephones register and call. */
  readonly sipPort: number;
  /** Where calls from outside come in. */
  readonly trunkPort: number;
  /** Where Cordboard steers it. */
  readonly steerPort: number;
  readonly pid: number;
  /** As `switches` says it. @param steerPort of what lies between, if anything does. */
  settings(id: string, steerPort?: number): Readonly<Record<string, string>>;
  /** One more that steers it. @param password its own by default */
  driver(dataFolder: string, password?: string): SwitchDriver;
  /** What it still has of calls: channels, and what joins them. */
  left(): Promise<number>;
  /** Files of recordings that nobody has fetched. */
  recordingsLeft(): Promise<number>;
  /** As a crash would end it. */
  kill(): Promise<void>;
  /** On the same ports and folder. */
  startAgain(): Promise<void>;
  stop(): Promise<void>;
};

export type InstanceWishes = {
  /** The name of its trunk. */
  readonly trunk: string;
  /** Where calls outside go; calls from there come in. */
  readonly outsidePort: number;
  /** Of a make that Cordboard does not give telephones to. */
  readonly extensions: readonly string[];
  readonly extensionPassword: string;
  readonly domain: string;
};

/** How the tests of one make start one; or why they cannot. */
export type Make<Instance extends SwitchInstance = SwitchInstance> =
  | { readonly name: string; readonly start: (wishes: InstanceWishes) => Promise<Instance> }
  | { readonly name: string; readonly start: null; readonly reason: string };

export async function ended(child: ChildProcess | null, signal: NodeJS.Signals): Promise<void> {
  if (child === null || child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill(signal);
  const timer = setTimeout(() => child.kill('SIGKILL'), 3_000);
  await gone;
  clearTimeout(timer);
}
