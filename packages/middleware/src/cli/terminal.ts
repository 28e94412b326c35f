// The terminal: another screen while the program is there, keys as they are pressed, and everything as it was at the end, however it comes.
import type { ReadStream, WriteStream } from 'node:tty';
import type { Size } from './screen.ts';

const escape = '\u001B';
const oneKey = new RegExp(`${escape}(?:\\[[\\d;]*[A-Za-z~]|O.)?|.`, 'gsu');

/** @returns characters, and each escape sequence as one. */
export const keysIn = (text: string): readonly string[] => text.match(oneKey) ?? [];

const enter = '\u001B[?1049h\u001B[?25l';
const leave = '\u001B[?25h\u001B[?1049l';

export class Terminal {
  readonly #input: ReadStream;
  readonly #output: WriteStream;
  #isOpen = false;
  #shown: readonly string[] = [];

  constructor(input: ReadStream, output: WriteStream) {
    this.#input = input;
    this.#output = output;
  }

  get size(): Size {
    return { columns: this.#output.columns || 80, rows: this.#output.rows || 24 };
  }

  /**
   * @param key one key, as text: `a`, an escape sequence, or several characters that were pasted.
   * @param gone the terminal itself went away: a window that was closed, a line that broke.
   */
  open(key: (text: string) => void, resized: () => void, gone: () => void): void {
    this.#isOpen = true;
    // Without a listener each would end the process at once, and leave the user logged in.
    for (const stream of [this.#input, this.#output]) stream.on('error', gone);
    this.#input.once('end', gone);
    this.#output.write(enter);
    this.#input.setRawMode(true);
    this.#input.setEncoding('utf8');
    this.#input.on('data', (text: string) => key(text));
    this.#input.resume();
    this.#output.on('resize', () => {
      this.#shown = [];
      this.#output.write('\u001B[2J');
      resized();
    });
    // Also when the process ends by an error that nobody caught.
    process.once('exit', () => this.close());
  }

  /** Writes the rows that changed. */
  show(lines: readonly string[]): void {
    if (!this.#isOpen) return;
    let text = '';
    for (let row = 0; row < Math.max(lines.length, this.#shown.length); row += 1) {
      const line = lines[row] ?? '';
      if (line !== this.#shown[row]) text += `\u001B[${row + 1};1H\u001B[2K${line}`;
    }
    this.#shown = [...lines];
    if (text !== '') this.#output.write(text);
  }

  /** For whoever looks elsewhere. */
  ring(): void {
    if (this.#isOpen) this.#output.write('\u0007');
  }

  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#input.setRawMode(false);
    this.#input.pause();
    this.#output.write(leave);
  }
}
