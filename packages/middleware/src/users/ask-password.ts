// A password from whoever runs the command: typed without being shown, or the first line of standard input.
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';

/** @returns what was typed; empty when the input ended. */
export async function askPassword(prompt: string): Promise<string> {
  const { stdin, stderr } = process;
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const isTerminal = stdin.isTTY;
  const lines = createInterface({ input: stdin, output: silent, terminal: isTerminal });
  // Behind it: from here on the terminal shows nothing of what is typed.
  if (isTerminal) stderr.write(prompt);
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
