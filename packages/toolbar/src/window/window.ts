// The page that the desktop program opens as its window.
import { defineElements } from '../elements.ts';
import { takeReaderLanguage } from '../page/reader-language.ts';
import { AgentWindow } from './agent-window.ts';

takeReaderLanguage();
defineElements();
customElements.define('agent-window', AgentWindow);
