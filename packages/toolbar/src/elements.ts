// Every element of the bar by its tag.
import { AgentBar } from './agent-bar.ts';
import { AgentBarCall } from './parts/call-card.ts';
import { AgentBarMeter } from './parts/microphone-meter.ts';
import { AgentBarQuality } from './parts/quality-light.ts';
import { AgentBarHelp } from './parts/shortcut-help.ts';
import { AgentBarShortcuts } from './parts/shortcut-editor.ts';
import { AgentBarSound } from './parts/sound-settings.ts';
import { AgentBarKeypad } from './parts/keypad.ts';
import { AgentBarLeave } from './parts/leave-panel.ts';
import { AgentBarLights } from './parts/link-lights.ts';
import { AgentBarRecent } from './parts/recent-calls.ts';
import { AgentBarSettings } from './parts/settings-panel.ts';
import { AgentBarSignIn } from './parts/sign-in.ts';
import { AgentBarState } from './parts/state-chooser.ts';
import { AgentBarSupervision } from './parts/supervision-strip.ts';
import { AgentBarTeam } from './parts/team-panel.ts';
import { AgentBarTargetPicker } from './parts/target-picker.ts';
import { AgentBarTimer } from './parts/timer.ts';

/** Parts before the whole, so that the bar finds them defined. */
const elements = {
  'agent-bar-timer': AgentBarTimer,
  'agent-bar-keypad': AgentBarKeypad,
  'agent-bar-target-picker': AgentBarTargetPicker,
  'agent-bar-lights': AgentBarLights,
  'agent-bar-recent': AgentBarRecent,
  'agent-bar-meter': AgentBarMeter,
  'agent-bar-sound': AgentBarSound,
  'agent-bar-shortcuts': AgentBarShortcuts,
  'agent-bar-help': AgentBarHelp,
  'agent-bar-quality': AgentBarQuality,
  'agent-bar-team': AgentBarTeam,
  'agent-bar-leave': AgentBarLeave,
  'agent-bar-supervision': AgentBarSupervision,
  'agent-bar-settings': AgentBarSettings,
  'agent-bar-sign-in': AgentBarSignIn,
  'agent-bar-state': AgentBarState,
  'agent-bar-call': AgentBarCall,
  'agent-bar': AgentBar,
} as const;

/** A page that loads the library twice keeps the first definitions. */
/** @param bar what `<agent-bar>` is in this page */
export function defineElements(bar: typeof AgentBar = AgentBar): void {
  for (const [tag, element] of Object.entries({ ...elements, 'agent-bar': bar })) {
    if (customElements.get(tag) === undefined) customElements.define(tag, element);
  }
}
