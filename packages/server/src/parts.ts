// What other programs of ours that run beside a database are built of as well: passwords, sign-in guards, settings, the log, PostgreSQL.
export { hashPassword, createPasswords, passwordFault, type Passwords } from './accounts/passwords.ts';
export { SignInGuard, type Attempt } from './accounts/sign-in-guard.ts';
export { hashToken, isToken, newToken } from './accounts/tokens.ts';
export { keysOf, type Key } from './configuration/keys.ts';
export { printedSettings, settingsHelp } from './configuration/printing.ts';
export { readSettings, type Surroundings } from './configuration/reading.ts';
export { readFlags, type Vocabulary } from './configuration/sources.ts';
export { createLog, logLevels, type Log } from './log.ts';
export { SettingError } from './setting-error.ts';
export { lockDataFolder } from './storage/data-folder-lock.ts';
export { EmbeddedPostgres } from './storage/embedded-postgres.ts';
export { isHopeless, isOutage } from './storage/outage.ts';
