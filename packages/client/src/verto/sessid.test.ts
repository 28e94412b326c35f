// The sessid of a tab: checklist line 53, a reload keeps it and a duplicated tab does not share it.
import { expect, test } from 'vitest';
import { sessidOfTab } from './sessid.ts';

/** Tabs of one browser: locks are shared, a tab's storage is its own, and a duplicate's a copy. */
class Browser {
  readonly #held = new Set<string>();

  tab(copied: ReadonlyMap<string, string> = new Map()) {
    const kept = new Map(copied);
    const own: string[] = [];
    const held = this.#held;
    const locks = {
      request(name: string, _: { readonly ifAvailable: true }, run: (lock: unknown) => Promise<unknown> | undefined) {
        if (held.has(name)) return Promise.resolve(run(null));
        held.add(name);
        own.push(name);
        return Promise.resolve(run({}));
      },
    };
    return {
      kept,
      sessionStorage: {
        getItem: (key: string) => kept.get(key) ?? null,
        setItem: (key: string, value: string) => void kept.set(key, value),
      },
      navigator: { locks },
      close: () => own.forEach((name) => held.delete(name)),
    };
  }
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

test('53: a reload keeps it, a duplicate and another tab have their own', async () => {
  const browser = new Browser();
  const first = browser.tab();
  const sessid = await sessidOfTab('1', first);
  expect(sessid).toMatch(uuid);
  const duplicate = await sessidOfTab('1', browser.tab(first.kept));
  const another = await sessidOfTab('1', browser.tab());
  expect(new Set([sessid, duplicate, another]).size).toBe(3);
  first.close();
  expect(await sessidOfTab('1', browser.tab(first.kept))).toBe(sessid);
});

test('53: two clients of one page have each their own', async () => {
  const tab = new Browser().tab();
  expect(await sessidOfTab('1', tab)).not.toBe(await sessidOfTab('2', tab));
});

test('53: where nothing can be kept, it is new each time', async () => {
  const refusing = Object.defineProperty({}, 'sessionStorage', {
    get: () => {
      throw new Error('SecurityError');
    },
  });
  expect(await sessidOfTab('1', refusing)).not.toBe(await sessidOfTab('1', refusing));
});
