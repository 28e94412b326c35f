// Every sentence exists in every language, with the same blanks to fill in.
import { expect, test } from 'vitest';
import { chooseLanguage, sayIn } from './say.ts';
import { languages, strings } from './strings.table.ts';
import type { StringKey } from './strings.table.ts';

const blanks = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map((found) => found[1]!).toSorted();

test.each(Object.entries(strings))('%s is said in every language', (_key, words) => {
  for (const language of languages) expect(words[language].trim()).not.toBe('');
  for (const language of languages) expect(blanks(words[language])).toEqual(blanks(words.en));
});

test('Chinese and Russian are not English left over', () => {
  const rows = Object.entries(strings) as [StringKey, (typeof strings)[StringKey]][];
  for (const [key, words] of rows) {
    expect(words.zh, key).toMatch(/\p{Script=Han}/u);
    expect(words.ru, key).toMatch(/\p{Script=Cyrillic}/u);
  }
});

test('blanks are filled in, and unknown ones stay visible', () => {
  expect(sayIn('en')('saidRingingQueue', { who: 'Ann', queue: 'Sales' })).toBe('Incoming call from Ann, queue Sales');
  expect(sayIn('ru')('useNumber')).toContain('{number}');
});

test('the first wish that we speak is the language', () => {
  expect(chooseLanguage([null, 'fr-FR', 'zh-Hans-CN', 'en'])).toBe('zh');
  expect(chooseLanguage([undefined, 'de'])).toBe('en');
});
