// What `<script src="/agentbar.js">` gives a page: `<agent-bar>` as the control, and the class `AgentBar` for pages that show no bar.
import { AgentBar } from '@cordboard/client/agent-bar';
import { defineElements } from '../elements.ts';
import { AgentBarControl, forwardNames } from './control.ts';

Object.assign(globalThis, { AgentBar });
forwardNames();
defineElements(AgentBarControl);
