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

export function settingErrorOf(setting: string, what: string, error: unknown): SettingError {
  const code = (error as NodeJS.ErrnoException | null)?.code ?? '';
  const reason = reasons[code] ?? (error instanceof Error ? error.message : String(error));
  return new SettingError(setting, `${what}: ${reason}`);
}
