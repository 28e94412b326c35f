// Saying a sentence of the strings table in the reader's language.
import { languages, strings } from './strings.table.ts';
import type { Language, StringKey } from './strings.table.ts';

export type Say = (key: StringKey, values?: Readonly<Record<string, string | number>>) => string;

/** @param language the column to speak from */
export function sayIn(language: Language): Say {
  return (key, values = {}) =>
    strings[key][language].replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/**
 * Chooses the language.
 *
 * @param wishes language tags, most wanted first: what the agent chose, the element's `lang`, the browser's list
 * @returns the first that we speak; English when none
 */
export function chooseLanguage(wishes: readonly (string | null | undefined)[]): Language {
  for (const wish of wishes) {
    const primary = wish?.toLowerCase().split('-')[0];
    const found = languages.find((language) => language === primary);
    if (found) return found;
  }
  return 'en';
}
