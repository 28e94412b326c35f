// The demonstration caller: a customer's telephone that calls in over real SIP, with real audio, and presses the keys it was given.
import { createPhone, createPhoneStack, localAddressTowards } from '@cordboard/telephony';
import type { HangUpCause, PhoneCall, PhoneStack } from '@cordboard/telephony';
import { limits } from '../limits.ts';
import { melody } from './melody.ts';

export type CallerOptions = {
  /** `sip:host:port` of the switch. */
  readonly server: string;
  /** The number to call. */
  readonly to: string;
  /** The caller's own number; further calls count up from it. */
  readonly from: string;
  readonly name: string;
  /** Groups of keys, one pressed per question of the menu. */
  readonly digits: readonly string[];
  /** How long after the answer, or after the last keys, the next ones are pressed. */
  readonly digitsEveryMs: number;
  /** Hangs up so long after the answer. */
  readonly talkMs: number;
  /** Calls at the same time. */
  readonly count: number;
};

/** Says what happens, in plain lines. */
export type Print = (line: string) => void;

/** Makes the calls and waits for their end. Aborting hangs up. @returns how many were answered. */
export async function makeCalls(options: CallerOptions, print: Print, signal?: AbortSignal): Promise<number> {
  const { host, port } = hostAndPort(options.server);
  const stack = createPhoneStack({ localAddress: await localAddressTowards(host, port) });
  await stack.start();
  try {
    const callers = Array.from({ length: options.count }, (_, index) => callOnce(stack, options, index, print, signal));
    return (await Promise.all(callers)).filter(Boolean).length;
  } finally {
    await stack.close();
  }
}

async function callOnce(
  stack: PhoneStack,
  options: CallerOptions,
  index: number,
  printLine: Print,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const user = numberPlus(options.from, index);
  const print: Print = (line) => printLine(options.count === 1 ? line : `${user}: ${line}`);
  await pause(index * limits.callerStaggerMs, signal);
  const phone = createPhone({ server: options.server, user, displayName: options.name, stack });
  await phone.start();
  print(`calling ${options.to} at ${options.server} as ${user}`);
  const call = phone.call(options.to);
  const hangUp = (): void => call.hangUp();
  signal?.addEventListener('abort', hangUp);
  const answered = await converse(call, options, print, signal).catch(() => false);
  signal?.removeEventListener('abort', hangUp);
  print(ending(call.endCause, answered));
  await phone.close();
  return answered;
}

/** False: it ended before anybody answered. */
async function converse(call: PhoneCall, options: CallerOptions, print: Print, signal?: AbortSignal): Promise<boolean> {
  call.until('ringing', limits.callerMaxRingMs).then(
    () => call.state === 'ringing' && print('ringing'),
    () => undefined,
  );
  await call.until('connected', limits.callerMaxRingMs);
  print('answered');
  const over = new AbortController();
  const end = (): void => over.abort();
  signal?.addEventListener('abort', end);
  void call.until('ended', 2 ** 31 - 1).then(end, end);
  const hangUpTimer = setTimeout(() => call.hangUp(), options.talkMs);
  const listening = report(call, print, over.signal);
  for (const keys of options.digits) {
    await pause(options.digitsEveryMs, over.signal);
    if (over.signal.aborted) break;
    print(`pressing ${keys}`);
    call.sendDigits(keys);
  }
  await pause(options.digits.length > 0 ? options.digitsEveryMs : 0, over.signal);
  if (!over.signal.aborted) {
    print('speaking (a little tune)');
    call.speak(melody, { loop: true });
  }
  await listening;
  clearTimeout(hangUpTimer);
  signal?.removeEventListener('abort', end);
  return true;
}

/** Says when the line goes from silent to audible and back, until the call is over. */
async function report(call: PhoneCall, print: Print, over: AbortSignal): Promise<void> {
  let audible = false;
  while (!over.aborted) {
    const { level } = await call.hear(limits.callerListenMs).catch(() => ({ level: 0 }));
    if (over.aborted) return;
    if (level > AUDIBLE_LEVEL !== audible) {
      audible = level > AUDIBLE_LEVEL;
      print(audible ? 'hearing something' : 'hearing silence');
    }
    await pause(limits.callerListenMs, over);
  }
}

const AUDIBLE_LEVEL = 0.003;

function ending(cause: HangUpCause | null, answered: boolean): string {
  return answered ? `call over (${cause ?? 'normal'})` : `not answered (${cause ?? 'failed'})`;
}

function hostAndPort(server: string): { host: string; port: number } {
  const match = /^sip:([^:;@]+)(?::(\d+))?/i.exec(server);
  if (!match?.[1]) throw new Error(`not a server address: ${server} (expected sip:host:port)`);
  return { host: match[1], port: Number(match[2] ?? 5060) };
}

/** `13800138000` and 2 → `13800138002`. */
function numberPlus(number: string, index: number): string {
  if (index === 0) return number;
  return /^\d+$/.test(number)
    ? String(BigInt(number) + BigInt(index)).padStart(number.length, '0')
    : `${number}-${index}`;
}

function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (ms <= 0 || signal?.aborted) return resolve();
    const done = (): void => {
      clearTimeout(timeout);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timeout = setTimeout(done, ms);
    signal?.addEventListener('abort', done);
  });
}
