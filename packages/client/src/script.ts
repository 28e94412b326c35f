// What `<script src="/cordboard.js">` gives a page: `AgentBar` by itself, and everything under `Cordboard`.
import { AgentBar } from './agentbar/index.ts';

Object.assign(globalThis, { AgentBar });

export * from './index.ts';
export * from './agentbar/index.ts';
