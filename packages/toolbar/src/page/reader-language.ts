// The page's language, taken from the browser before the bar asks the page for it.
import { chooseLanguage } from '../say.ts';

export function takeReaderLanguage(): void {
  document.documentElement.lang = chooseLanguage(navigator.languages);
}
