// Sets the page's language from the browser before the bar asks for it.
import { chooseLanguage } from '../say.ts';

document.documentElement.lang = chooseLanguage(navigator.languages);
