// Development page: ?state=ringing&lang=zh&theme=dark shows one state of the bar.
import { AgentBar } from '../src/agent-bar.ts';
import { defineElements } from '../src/elements.ts';
import { FixtureSource } from './fixture-source.ts';
import { fixtures } from './fixtures.ts';
import type { Language } from '../src/strings.table.ts';

defineElements();
const asked = new URLSearchParams(location.search);
const state = fixtures[asked.get('state') ?? 'ready'] ?? fixtures['ready'];
const language = asked.get('lang') as Language | null;
const appearance = asked.get('theme') as 'light' | 'dark' | null;
document.documentElement.lang = language ?? 'en';
if (!state) throw new Error('no such state');
const bar = new AgentBar();
bar.source = new FixtureSource({
  ...state,
  settings: { ...state.settings, language, appearance: appearance ?? 'auto' },
});
document.querySelector('main')?.append(bar);
