// For scripts: each event a line of JSON on standard output, each line of standard input a command; its answer is a line as well.
import { Away, Refusal, type Api, type Fields } from './api.ts';

type Write = (line: Fields) => void;

/**
 * @param lines the commands, one a line; their end is the end.
 * @param stopped comes when nobody reads what is written any more, or somebody stops it: that is the end as well.
 * @returns the exit code.
 */
export async function runLineMode(
  api: Api,
  lines: AsyncIterator<string, unknown>,
  write: Write,
  stopped: Promise<void>,
): Promise<number> {
  const ended = new Promise<number>((resolve) => {
    void api.listen({
      event: write,
      link: (link) => write({ link }),
      loggedInAgain: () => write({ link: 'loggedInAgain' }),
      over: (refusal) => {
        write(toldError(refusal));
        resolve(2);
      },
    });
  });
  const read = (async (): Promise<number> => {
    for (let line = await lines.next(); line.done !== true; line = await lines.next())
      if (line.value.trim() !== '') write(await answerTo(api, line.value));
    return 0;
  })();
  const code = await Promise.race([ended, read, stopped.then(() => 0)]);
  await api.close();
  return code;
}

async function answerTo(api: Api, line: string): Promise<Fields> {
  let command: unknown;
  try {
    command = JSON.parse(line);
  } catch {
    return { error: 'not JSON', code: 'badFormat', status: 400 };
  }
  try {
    return { reply: await api.control(command as Fields) };
  } catch (error) {
    return toldError(error);
  }
}

function toldError(error: unknown): Fields {
  if (error instanceof Refusal) return { error: error.message, code: error.code, status: error.status };
  if (error instanceof Away) return { error: error.message, code: 'away', status: 0 };
  throw error;
}
