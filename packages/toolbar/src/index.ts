// The library: importing it defines <agent-bar>, connected to a Cordboard server.
import { AgentBar } from './agent-bar.ts';
import { defineElements } from './elements.ts';
import { BarStore } from './store.ts';
import { tabsCanShare } from './tabs/leadership.ts';
import { sharedSource } from './tabs/shared-source.ts';

export { AgentBar } from './agent-bar.ts';
export type { BarSource } from './agent-bar.ts';
export type * from './bar-state.ts';
export type * from './page-events.ts';
export { BarStore } from './store.ts';

/**
 * An element in a page without a `source` of its own gets a store for its `server`, or for the page's server: one for all
 * tabs of the page, where the browser can do that.
 */
AgentBar.makeSource = (server, alone) => {
  const url = new URL(server ?? '/', document.baseURI);
  const store = (name: string): BarStore => new BarStore(url, name);
  if (alone !== null) return store(`${url.href} alone ${alone}`);
  return tabsCanShare() ? sharedSource(url.href, store) : store(url.href);
};

defineElements();
