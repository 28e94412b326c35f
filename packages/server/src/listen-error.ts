// Why a door cannot listen, as the setting that has to be another one.
import { SettingError } from './setting-error.ts';

/** @returns what to throw: a SettingError where a setting is at fault, else the error itself. */
export function listenError(
  error: unknown,
  door: 'http' | 'ncc',
  { host, port }: { readonly host: string; readonly port: number },
): unknown {
  const code = (error as { code?: unknown }).code;
  const setting = `${door}.port`;
  if (code === 'EADDRINUSE') {
    return new SettingError(setting, `Port ${port} is in use: set ${setting}, for example --${setting} ${port + 1}`);
  }
  if (code === 'EACCES')
    return new SettingError(setting, `Port ${port} may not be opened by this user: set ${setting}`);
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return new SettingError(`${door}.host`, `${host} is not an address of this machine: set ${door}.host`);
  }
  return error;
}
