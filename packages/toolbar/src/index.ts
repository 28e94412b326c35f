// The library: importing it defines <agent-bar>, connected to a Cordboard server.
import { AgentBar } from './agent-bar.ts';
import { defineElements } from './elements.ts';
import { BarStore } from './store.ts';

export { AgentBar } from './agent-bar.ts';
export type { BarSource } from './agent-bar.ts';
export type * from './bar-state.ts';
export { BarStore } from './store.ts';

/** An element in a page without a `source` of its own gets a store for its `server`, or for the page's server. */
AgentBar.makeSource = (server) => new BarStore(new URL(server ?? '/', document.baseURI));

defineElements();
