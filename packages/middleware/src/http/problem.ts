// A request that cannot be granted, as it is thrown within the routes and as it is answered.
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { isOutage, type Log } from '@cordboard/server/parts';
import { CtiError, type CtiFault } from '../cti/cti-error.ts';
import { languages, problems, strictStatus, type Language, type ProblemCode } from './problems.table.ts';

export class Problem extends Error {
  readonly code: ProblemCode;
  readonly retryAfterMs: number | null;

  /** @param detail what is wrong with what; in English, for developers. */
  constructor(code: ProblemCode, detail = '', retryAfterMs: number | null = null) {
    super(detail);
    this.code = code;
    this.retryAfterMs = retryAfterMs;
  }
}

const ofFault: Readonly<Record<CtiFault, ProblemCode>> = {
  refused: 'ctiRefused',
  timeout: 'ctiTimeout',
  away: 'ctiAway',
  busy: 'tooMuchAtOnce',
};

export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof CtiError) return new Problem(ofFault[error.fault], error.message);
  const { code, statusCode, message } = error as FastifyError;
  if (statusCode === 413) return new Problem('tooLarge');
  if (typeof code === 'string' && code.startsWith('FST_') && statusCode !== undefined && statusCode < 500)
    return new Problem('badFormat', message);
  // What the decoder of a compressed body says.
  if (/^(Z_|ERR_|ERR__ERROR)/u.test(code ?? '')) return new Problem('badFormat', 'the body cannot be decoded');
  return new Problem(isDatabase(error) ? 'databaseAway' : 'internal');
}

const isDatabase = (error: unknown): boolean =>
  error instanceof Error &&
  isOutage(error) &&
  /(ECONN|timeout|Connection|terminat|57P|08)/iu.test(`${codeOf(error)} ${error.message}`);

const codeOf = (error: Error): string => ('code' in error && typeof error.code === 'string' ? error.code : '');

/** The first language of the request that we speak. */
export function languageOf(request: FastifyRequest): Language {
  const asked = (request.headers['accept-language'] ?? '').toLowerCase().split(',').slice(0, 10);
  const wanted = asked.map((one) => one.trim().slice(0, 2));
  return wanted.flatMap((one) => languages.filter((language) => language === one))[0] ?? 'en';
}

export type ProblemAnswer = { readonly error: string; readonly code: ProblemCode; readonly detail?: string };

/** The error of the CTI API in its own words; all others in the caller's language. */
export function answerOf(problem: Problem, language: Language): ProblemAnswer {
  const said = problems[problem.code][language];
  const isQuoted = problem.code === 'ctiRefused' && problem.message !== '';
  const error = isQuoted ? problem.message : said;
  return { error, code: problem.code, ...(problem.message === '' || isQuoted ? {} : { detail: problem.message }) };
}

/** @param isStrict only statuses that seed 004 knows. */
export function problemHandler(log: Log, isStrict: boolean) {
  return async (error: unknown, request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const problem = problemOf(error);
    if (problem.code === 'internal') log.error({ err: error }, 'a request failed');
    const { status } = problems[problem.code];
    const route = request.routeOptions.url ?? '';
    if (problem.retryAfterMs !== null) void reply.header('retry-after', Math.ceil(problem.retryAfterMs / 1_000));
    if (status === 401) void reply.header('www-authenticate', 'Bearer');
    await reply
      .code(isStrict ? strictStatus(route, status) : status)
      .header('content-language', languageOf(request))
      .send(answerOf(problem, languageOf(request)));
  };
}
