// What a failed start says: the setting at fault, in one line.
import { SettingError } from '../../setting-error.ts';
import type { EmbeddedOptions } from './options.ts';

type Listen = { readonly transport: 'udp' | 'tcp' | 'tls'; readonly host: string; readonly port: number };

export function listenOf({ host, port, tls }: EmbeddedOptions['sip']): readonly Listen[] {
  return [
    { transport: 'udp', host, port },
    { transport: 'tcp', host, port },
    ...(tls ? [{ transport: 'tls' as const, host, port: tls.port }] : []),
  ];
}

const reasons: Readonly<Record<string, string>> = {
  EADDRINUSE: 'the port is in use by another program',
  EADDRNOTAVAIL: 'this machine does not have that address',
  EACCES: 'not permitted',
  ENOSPC: 'the disk is full',
  EROFS: 'the disk is read-only',
};

/** One line that says what could not be done, why, and which setting to change. */
export function settingErrorOf(setting: string, what: string, error: unknown): SettingError {
  const reason = reasons[codeOf(error)] ?? (error instanceof Error ? error.message : String(error));
  return new SettingError(setting, `${what}: ${reason}; set ${setting}`);
}

/** Which of the SIP settings a failed bind is about. */
export function sipSettingError({ host, port, tls }: EmbeddedOptions['sip'], error: unknown): SettingError {
  if (codeOf(error) === 'EADDRNOTAVAIL') return settingErrorOf('sip.host', `SIP cannot be bound to ${host}`, error);
  const taken = (error as { port?: number } | null)?.port;
  const [setting, place] = tls !== undefined && taken === tls.port ? ['sip.tls.port', tls.port] : ['sip.port', port];
  return settingErrorOf(setting, `SIP cannot be bound to ${host}:${place}`, error);
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException | null)?.code ?? '';
}
