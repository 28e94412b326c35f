// The client of the agent's local program as one script for pages: `CordboardLocal.LocalAgent`.
export * from './index.ts';
