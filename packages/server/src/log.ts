// The log: JSON lines for machines, without secrets. What people read at the start is the banner's business.
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { destination, pino } from 'pino';
import type { Logger } from 'pino';
import { limits } from './limits.ts';
import { SettingError } from './setting-error.ts';

/**
 * `fatal`: the process ends. `error`: something was lost, or an assertion of ours failed. `warn`: it works, with less than was set up.
 * `info`: one line per step in the life of a thing: the process, a tenant, a call, a sign-in, a telephone. `debug`: what is between the steps.
 * `trace`: one line per message.
 */
export const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];
export type Log = Logger;

const secretNames = [
  'password',
  'passwordHash',
  'token',
  'tokenHash',
  'secret',
  'authorization',
  'Authorization',
  'proxyAuthorization',
  'cookie',
  'ha1',
  'md5',
  'sha256',
  'key',
  'response',
  'metricsToken',
];

/** Every place where a field of such a name can stand: at the top, and up to two levels down. */
const secretPaths = secretNames.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]);

/** A database address keeps its host and loses its password. */
const withoutPassword = (text: string): string => text.replaceAll(/(\w+:\/\/[^\s:/@]*):[^\s@/]*@/g, '$1:***@');

/**
 * @param options.file appended to; standard output when absent.
 * @throws SettingError `log.file` when the file cannot be written.
 */
export function createLog(options: { readonly level: LogLevel; readonly file?: string | undefined }): Log {
  return pino(
    {
      level: options.level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: secretPaths, censor: '***' },
      serializers: { err: describeError },
    },
    openDestination(options.file),
  );
}

function openDestination(file: string | undefined): ReturnType<typeof destination> {
  // Never waits for a reader: what it is too slow to take waits here, and beyond the bound is dropped.
  const patient = { sync: false, maxLength: limits.logMaxWaitingBytes } as const;
  if (file === undefined) return destination({ dest: 1, ...patient });
  try {
    mkdirSync(dirname(file), { recursive: true });
    return destination({ dest: file, append: true, ...patient });
  } catch (error) {
    throw new SettingError(
      'log.file',
      `${file} cannot be written: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

/** Only what is known to be free of secrets: drivers of databases like to attach the connection's parameters to their errors. */
function describeError(error: unknown): Readonly<Record<string, unknown>> {
  if (!(error instanceof Error)) return { message: withoutPassword(String(error)) };
  const { code } = error as { code?: unknown };
  return {
    type: error.name,
    message: withoutPassword(error.message),
    ...(typeof code === 'string' ? { code } : {}),
    stack: withoutPassword(error.stack ?? ''),
    ...(error.cause === undefined ? {} : { cause: describeError(error.cause) }),
  };
}
