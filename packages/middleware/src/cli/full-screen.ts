// The program on a terminal: what comes is folded and shown, keys become commands.
import { spawn } from 'node:child_process';
import type { Language } from '../http/problems.table.ts';
import { limits } from '../limits.ts';
import { callFor, commandFor, rowOf } from './actions.ts';
import { Refusal, type Api, type Fields } from './api.ts';
import type { KeyRow } from './keys.table.ts';
import { choose, emptyModel, fold, note, printable, type Model } from './model.ts';
import { helpScreen, screen, type Question } from './screen.ts';
import { keysIn, type Terminal } from './terminal.ts';
import { say, type TextName } from './texts.table.ts';

export type FullScreenOptions = {
  readonly api: Api;
  readonly terminal: Terminal;
  readonly login: string;
  readonly language: Language;
  readonly barUrl: string | null;
};

/** Asked on the last line: what is typed goes to `answered` when Enter comes; Escape takes it back. */
type Asking = { question: Question; readonly answered: (text: string) => void };

export class FullScreen {
  readonly #options: FullScreenOptions;
  #model: Model;
  #asking: Asking | null = null;
  #isHelp = false;
  #end: (refusal?: Refusal) => void = () => undefined;

  constructor(options: FullScreenOptions) {
    this.#options = options;
    this.#model = emptyModel(options.login);
  }

  /**
   * @returns when the user leaves.
   * @throws Refusal when logging in again is refused.
   */
  async run(): Promise<void> {
    const { api, terminal } = this.#options;
    terminal.open(
      (text) => this.#keys(text),
      () => this.#draw(),
      () => this.#end(),
    );
    const clock = setInterval(() => this.#draw(), 1_000);
    this.#draw();
    const ended = new Promise<void>((resolve, reject) => {
      this.#end = (refusal) => (refusal === undefined ? resolve() : reject(refusal));
    });
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => this.#end());
    void api.listen({
      event: (event) => {
        if (event['name'] === 'NewCall' && event['direction'] === 'in') terminal.ring();
        this.#set(fold(this.#model, event, Date.now()));
      },
      link: (link) => this.#set({ ...this.#model, link }),
      loggedInAgain: () => this.#note(say(this.#options.language, 'loggedInAgain')),
      over: (refusal) => this.#end(refusal),
    });
    try {
      await ended;
    } finally {
      clearInterval(clock);
      terminal.close();
      await api.close();
    }
  }

  #set(model: Model): void {
    this.#model = model;
    this.#draw();
  }

  #note(text: string, isBad = false): void {
    this.#set(note(this.#model, text, Date.now(), isBad));
  }

  #draw(): void {
    const { terminal, language } = this.#options;
    const { size } = terminal;
    terminal.show(
      this.#isHelp
        ? helpScreen(language, size)
        : screen(this.#model, language, size, Date.now(), this.#asking?.question ?? null),
    );
  }

  /** Several at once: typed ahead, or pasted. */
  #keys(text: string): void {
    for (const key of keysIn(text)) {
      if (key === '\u0003' || key === '\u0004') return this.#end();
      if (this.#isHelp) this.#isHelp = false;
      else if (this.#asking !== null) this.#typed(this.#asking, key);
      else this.#key(key);
    }
    this.#draw();
  }

  #key(key: string): void {
    const row = rowOf(key);
    if (row?.command === undefined || row.command === null) return this.#own(key);
    if (row.ofCall !== undefined && callFor(row, this.#model) === null)
      return this.#note(say(this.#options.language, 'noCall'), true);
    if (row.asks === undefined) return void this.#command(row, '');
    this.#ask(row.asks.text, (answer) => {
      if (answer !== '') void this.#command(row, answer);
    });
  }

  #own(key: string): void {
    if (key === '\u001B[A' || key === 'k') this.#set(choose(this.#model, -1));
    else if (key === '\u001B[B' || key === 'j') this.#set(choose(this.#model, 1));
    else if (key === '?') {
      this.#isHelp = true;
      this.#draw();
    } else if (key === 'B') this.#openBar();
    else if (key === 'q') this.#quit();
  }

  #quit(): void {
    if (this.#model.calls.every(({ state }) => state === 'ended')) return this.#end();
    this.#ask('askQuit', (answer) => {
      if (/^[yд是]/iu.test(answer)) this.#end();
    });
  }

  #ask(text: TextName, answered: (text: string) => void): void {
    this.#asking = { question: { prompt: say(this.#options.language, text), typed: '' }, answered };
    this.#draw();
  }

  #typed(asking: Asking, text: string): void {
    if (text === '\u001B') this.#asking = null;
    else if (text === '\u007F' || text === '\b') this.#retype(asking, asking.question.typed.slice(0, -1));
    else if (text === '\r' || text === '\n') {
      this.#asking = null;
      asking.answered(asking.question.typed.trim());
    } else if (!text.startsWith('\u001B')) this.#retype(asking, asking.question.typed + printable(text));
  }

  #retype(asking: Asking, typed: string): void {
    asking.question = { ...asking.question, typed: typed.slice(0, limits.cliMaxTypedCharacters) };
  }

  async #command(row: KeyRow, answer: string): Promise<void> {
    const command = commandFor(row, this.#model, answer);
    // The call that it was for may have gone while the number was typed.
    if (command === null) return this.#note(say(this.#options.language, 'noCall'), true);
    const named = say(this.#options.language, row.text);
    try {
      const said = await this.#options.api.control(command);
      this.#note(`${named}: ${answerText(said, say(this.#options.language, 'done'))}`);
    } catch (error) {
      this.#note(`${named}: ${(error as Error).message}`, true);
      if (error instanceof Refusal && error.status === 401) this.#end(error);
    }
  }

  #openBar(): void {
    const { barUrl } = this.#options;
    if (barUrl === null) return this.#note('--bar', true);
    const [program, ...words] = openers[process.platform] ?? ['xdg-open'];
    const child = spawn(program, [...words, barUrl], { stdio: 'ignore', detached: true });
    child.on('error', (error) => this.#note(`${say(this.#options.language, 'bar')}: ${error.message}`, true));
    child.unref();
  }
}

const openers: Readonly<Partial<Record<NodeJS.Platform, [string, ...string[]]>>> = {
  darwin: ['open'],
  win32: ['cmd', '/c', 'start', ''],
};

const answerText = ({ name }: Fields, done: string): string => (name === 'Ok' ? done : String(name));
