// What this browser remembers: choices of the agent (kept), and the session's token (until the tab closes).
import { initialState } from './bar-state.ts';
import type { Settings, SignInForm } from './bar-state.ts';

const settingsKey = 'cordboard.settings';
const signInKey = 'cordboard.signIn';
const sessionKey = 'cordboard.session';

/** A browser may forbid storage altogether: then nothing is remembered. */
function read(storage: () => Storage, key: string): Readonly<Record<string, unknown>> {
  try {
    const found: unknown = JSON.parse(storage().getItem(key) ?? '{}');
    return typeof found === 'object' && found !== null ? (found as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function write(storage: () => Storage, key: string, value: unknown): void {
  try {
    if (value === null) storage().removeItem(key);
    else storage().setItem(key, JSON.stringify(value));
  } catch {
    // Storage is full or forbidden; the bar works without.
  }
}

const kept = (): Storage => globalThis.localStorage;
const ofTab = (): Storage => globalThis.sessionStorage;

export function rememberedSettings(): Settings {
  return { ...initialState.settings, ...read(kept, settingsKey) };
}
export function rememberSettings(settings: Settings): void {
  write(kept, settingsKey, settings);
}

type Remembered = { readonly login: string; readonly deviceId: string; readonly at: SignInForm['at'] };

export function rememberedSignIn(): Remembered {
  return { login: '', deviceId: '', at: 'browser', ...read(kept, signInKey) };
}
/** Never the password. */
export function rememberSignIn({ login, deviceId, at }: Remembered): void {
  write(kept, signInKey, { login, deviceId, at });
}

/** The tab's session: lets a refreshed page sign in again without a password. */
export type TabSession = { readonly token: string; readonly at: SignInForm['at'] };

export function tabSession(): TabSession | null {
  const { token, at } = read(ofTab, sessionKey);
  return typeof token === 'string' && (at === 'browser' || at === 'desk') ? { token, at } : null;
}
export function keepTabSession(session: TabSession | null): void {
  write(ofTab, sessionKey, session);
}
