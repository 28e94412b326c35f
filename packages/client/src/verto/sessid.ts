// The id by which the server knows a tab again: kept over a reload, never shared by two tabs.

type Storage = { getItem(key: string): string | null; setItem(key: string, value: string): void };
type Locks = {
  request(
    name: string,
    options: { readonly ifAvailable: true },
    run: (lock: unknown) => Promise<unknown> | undefined,
  ): Promise<unknown>;
};
type Place = {
  readonly sessionStorage?: Storage;
  readonly navigator?: { readonly locks?: Locks };
};

const key = 'cordboard-verto-sessid';

const newSessid = (): string => {
  if (typeof globalThis.crypto?.randomUUID === 'function') return globalThis.crypto.randomUUID();
  // Pages without https have no randomUUID (W3C Web Crypto: secure contexts only).
  const bytes = globalThis.crypto.getRandomValues(new Uint8Array(16));
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
};

function storageOf(place: Place): Storage | null {
  try {
    return place.sessionStorage ?? null;
  } catch {
    // Cookies are turned off: reading the property throws.
    return null;
  }
}

/** Resolves with whether this tab now holds it, for as long as it lives. */
function hold(locks: Locks, sessid: string): Promise<boolean> {
  return new Promise((resolve) => {
    locks
      .request(`${key}-${sessid}`, { ifAvailable: true }, (lock) => {
        resolve(lock !== null);
        return lock === null ? undefined : new Promise(() => {});
      })
      .catch(() => resolve(false));
  });
}

/**
 * The sessid of this tab. A tab that was duplicated has a copy of the first one's storage; the lock tells that the first is still there.
 *
 * @param name tells several clients of one page apart.
 */
export async function sessidOfTab(name: string, place: Place = globalThis): Promise<string> {
  const storage = storageOf(place);
  const locks = place.navigator?.locks;
  if (storage === null || locks === undefined) return newSessid();
  const kept = storage.getItem(`${key}-${name}`);
  if (kept !== null && (await hold(locks, kept))) return kept;
  const fresh = newSessid();
  await hold(locks, fresh);
  storage.setItem(`${key}-${name}`, fresh);
  return fresh;
}
