// A password from whoever runs the command: typed without being shown, or the first line of standard input.
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';

/** @returns what was typed; empty when the input ended. */
export async function askPassword(prompt: string): Promise<string> {
  const { stdin, stderr } = process;
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const isTerminal = stdin.isTTY;
  if (isTerminal) stderr.write(prompt);
  const lines = createInterface({ input: stdin, output: silent, terminal: isTerminal });
  try {
    return await new Promise((resolve) => {
      lines.once('line', resolve);
      lines.once('close', () => resolve(''));
    });
  } finally {
    lines.close();
    if (isTerminal) stderr.write('\n');
  }
}
