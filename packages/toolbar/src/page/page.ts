// The page that the server serves at /: the bar by itself.
import './reader-language.ts';
import '../index.ts';

document.querySelector('agent-bar')?.addEventListener('agent-bar-change', (event) => {
  if (event instanceof CustomEvent) {
    const { language } = event.detail as { readonly language: string };
    document.documentElement.lang = language;
  }
});
