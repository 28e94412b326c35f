// The page that the server serves at /: the bar by itself.
import { AgentBar } from '../index.ts';
import { takeReaderLanguage } from './reader-language.ts';

takeReaderLanguage();
const bar = new AgentBar();
bar.addEventListener('agent-bar-change', (event) => {
  if (event instanceof CustomEvent) {
    const { language } = event.detail as { readonly language: string };
    document.documentElement.lang = language;
  }
});
document.querySelector('main')?.append(bar);
