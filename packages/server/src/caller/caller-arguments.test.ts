// The caller's command line says what is wrong with it, and the child process understands what we hand it.
import { expect, test } from 'vitest';
import { callerCommand, readCallerArguments } from './caller-arguments.ts';

test('without arguments it calls the main menu on this machine and walks through it', () => {
  expect(readCallerArguments([])).toMatchObject({
    to: '4000',
    server: 'sip:127.0.0.1:5060',
    digits: ['1', '4711#'],
    count: 1,
    talkMs: 60_000,
  });
});

test('keys come in groups, one per question', () => {
  expect(readCallerArguments(['--digits', '1,4711#'])?.digits).toEqual(['1', '4711#']);
});

test('keys that nobody asked for are pressed at the menu only, and can be done without', () => {
  expect(readCallerArguments(['--to', '4001'])?.digits).toEqual([]);
  const silent = readCallerArguments(['--digits='])!;
  expect(silent.digits).toEqual([]);
  const { args } = callerCommand(silent);
  expect(readCallerArguments(args.filter((each) => /^--(?!conditions|import)/.test(each)))?.digits).toEqual([]);
});

test.each([
  [['--to', 'sip:x@y'], '--to: not a number'],
  [['--digits', '1,a'], '--digits: not keys'],
  [['--count', '0'], '--count: a number above 0'],
  [['--seconds', 'long'], '--seconds: a number above 0'],
  [['--volume', '11'], '--volume'],
])('%j is refused with one line', (argv, line) => {
  expect(() => readCallerArguments(argv)).toThrow(line);
});

test('the child process is given what was asked for', () => {
  const options = readCallerArguments([
    '--to',
    '4001',
    '--from=+4930123',
    '--digits',
    '1,2',
    '--pause',
    '0.5',
    '--count',
    '3',
  ]);
  const { args } = callerCommand(options!);
  const flags = args.slice(args.findIndex((argument) => argument.includes('caller-main')) + 1);
  expect(readCallerArguments(flags)).toEqual(options);
});
