// Entry point of the demonstration caller: `npm run call`, and the child process behind the page's "call me".
import { makeCalls } from './caller.ts';
import { readCallerArguments, usage } from './caller-arguments.ts';

const print = (line: string): void => void process.stdout.write(`${line}\n`);

async function run(): Promise<number> {
  const options = readCallerArguments(process.argv.slice(2));
  if (options === null) {
    process.stdout.write(usage);
    return 0;
  }
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  const answered = await makeCalls(options, print, stop.signal);
  if (options.count > 1) print(`${answered} of ${options.count} calls answered`);
  return answered === options.count ? 0 : 1;
}

run().then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 2;
  },
);
