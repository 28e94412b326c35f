// What this browser remembers: choices of the agent (kept), and the session's token (until the tab closes).
import { actionRows } from './actions/actions.table.ts';
import { initialState } from './bar-state.ts';
import { peopleRememberedMax } from './limits.ts';
import type { Settings, Shortcuts, SignInForm } from './bar-state.ts';

const settingsKey = 'cordboard.settings';
const shortcutsKey = 'cordboard.shortcuts';
const signInKey = 'cordboard.signIn';
const sessionKey = (name: string): string => `cordboard.session ${name}`;

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

/** Shortcuts are a person's, the rest is this machine's. */
export function rememberedSettings(): Settings {
  return { ...initialState.settings, ...read(kept, settingsKey), shortcuts: initialState.settings.shortcuts };
}
export function rememberSettings({ shortcuts: _, ...settings }: Settings): void {
  write(kept, settingsKey, settings);
}

function shortcutsFrom(found: unknown): Shortcuts {
  const { on, chords } = (typeof found === 'object' ? (found ?? {}) : {}) as Partial<Record<keyof Shortcuts, unknown>>;
  const known = Object.entries(typeof chords === 'object' ? (chords ?? {}) : {}).filter(
    ([name, chord]) => Object.hasOwn(actionRows, name) && (chord === null || typeof chord === 'string'),
  );
  return { on: on !== false, chords: Object.fromEntries(known) };
}

/** A list, for an object would sort agents by their numbers. */
function shortcutsOfPeople(): readonly (readonly [string, unknown])[] {
  const { people } = read(kept, shortcutsKey);
  return Array.isArray(people) ? people.filter((one): one is [string, unknown] => Array.isArray(one)) : [];
}

export function rememberedShortcuts(agentId: string): Shortcuts {
  return shortcutsFrom(shortcutsOfPeople().find(([id]) => id === agentId)?.[1]);
}

/** Of the people who have worked at this browser, those who changed something last. */
export function rememberShortcuts(agentId: string, shortcuts: Shortcuts): void {
  const others = shortcutsOfPeople().filter(([id]) => id !== agentId);
  write(kept, shortcutsKey, { people: [...others, [agentId, shortcuts]].slice(-peopleRememberedMax) });
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

/** @param name of the session: a tab may hold bars of several servers */
export function tabSession(name: string): TabSession | null {
  const { token, at } = read(ofTab, sessionKey(name));
  return typeof token === 'string' && (at === 'browser' || at === 'desk') ? { token, at } : null;
}
export function keepTabSession(name: string, session: TabSession | null): void {
  write(ofTab, sessionKey(name), session);
}
