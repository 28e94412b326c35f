// The demonstration caller's command line: what it understands, and the command that starts it as a process of its own.
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { limits } from '../limits.ts';
import type { CallerOptions } from './caller.ts';

export const usage = `Calls in as a customer would, with real SIP and real audio, and hangs up by itself.

  --to <number>        number to call (4000)
  --from <number>      the caller's number (13800138000)
  --name <name>        the caller's name (none)
  --server <host:port> the switch (127.0.0.1:5060)
  --digits <keys,keys> keys to press, one group per question (1,4711# at the menu 4000; else none)
  --pause <seconds>    before each group of keys (2.5)
  --seconds <seconds>  hang up so long after the answer (60)
  --count <calls>      calls at the same time (1)
  --help
`;

/** The demonstration's menu, and what a customer presses there: support, then his number. */
const MENU = '4000';
const MENU_KEYS = '1,4711#';

/** Reads the command line. @returns null when help was asked for; throws an Error with one line for the user. */
export function readCallerArguments(argv: readonly string[]): CallerOptions | null {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      to: { type: 'string', default: MENU },
      from: { type: 'string', default: '13800138000' },
      name: { type: 'string', default: '' },
      server: { type: 'string', default: '127.0.0.1:5060' },
      digits: { type: 'string' },
      pause: { type: 'string', default: '2.5' },
      seconds: { type: 'string', default: '60' },
      count: { type: 'string', default: '1' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return null;
  if (!/^[\w*#+.-]+$/.test(values.to)) throw new Error(`--to: not a number: ${values.to}`);
  if (!/^[\w+.-]+$/.test(values.from)) throw new Error(`--from: not a number: ${values.from}`);
  const asked = values.digits ?? (values.to === MENU ? MENU_KEYS : '');
  const digits = asked.split(',').filter((keys) => keys !== '');
  if (!digits.every((keys) => /^[0-9*#A-D]+$/.test(keys))) throw new Error(`--digits: not keys: ${asked}`);
  return {
    to: values.to,
    from: values.from,
    name: values.name,
    server: values.server.startsWith('sip:') ? values.server : `sip:${values.server}`,
    digits,
    digitsEveryMs: amount('pause', values.pause, limits.callerMaxTalkMs / 1_000) * 1_000,
    talkMs: amount('seconds', values.seconds, limits.callerMaxTalkMs / 1_000) * 1_000,
    count: Math.ceil(amount('count', values.count, limits.callerMaxCalls)),
  };
}

function amount(name: string, text: string, maximum: number): number {
  const value = Number(text);
  if (!(value > 0 && value <= maximum)) throw new Error(`--${name}: a number above 0, at most ${maximum}; not ${text}`);
  return value;
}

/** Program and arguments that run the caller as a child process, from sources or from the build. */
export function callerCommand(options: Partial<CallerOptions>): {
  readonly command: string;
  readonly args: readonly string[];
} {
  const fromSource = import.meta.url.endsWith('.ts');
  const main = fileURLToPath(new URL(fromSource ? './caller-main.ts' : './caller-main.js', import.meta.url));
  const given: readonly (readonly [string, string | number | undefined])[] = [
    ['to', options.to],
    ['from', options.from],
    ['name', options.name],
    ['server', options.server],
    ['digits', options.digits?.join(',')],
    ['pause', options.digitsEveryMs === undefined ? undefined : options.digitsEveryMs / 1_000],
    ['seconds', options.talkMs === undefined ? undefined : options.talkMs / 1_000],
    ['count', options.count],
  ];
  const flags = given.flatMap(([name, value]) =>
    value === undefined || (value === '' && name !== 'digits') ? [] : [`--${name}=${value}`],
  );
  const loader = fromSource ? ['--conditions=source', '--import', 'tsx'] : [];
  return { command: process.execPath, args: [...loader, main, ...flags] };
}
