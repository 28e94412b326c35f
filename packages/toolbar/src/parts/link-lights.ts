// The three things a call depends on, in words: link to the server, phone, microphone.
import { css, html } from 'lit';
import type { TemplateResult } from 'lit';
import { Part } from './part.ts';
import type { BarState } from '../bar-state.ts';
import type { StringKey } from '../strings.table.ts';

type Light = { readonly what: StringKey; readonly words: StringKey; readonly colour: 'good' | 'soon' | 'bad' | 'idle' };

const links = {
  up: ['linkUp', 'good'],
  connecting: ['linkConnecting', 'soon'],
  lost: ['linkLost', 'bad'],
  down: ['linkDown', 'idle'],
} as const;
const phones = {
  registered: ['phoneRegistered', 'good'],
  connecting: ['phoneConnecting', 'soon'],
  failed: ['phoneFailed', 'bad'],
  desk: ['phoneDesk', 'good'],
  deskGone: ['phoneDeskGone', 'bad'],
  none: ['phoneNone', 'idle'],
} as const;
const microphones = {
  unasked: ['microphoneUnasked', 'idle'],
  asking: ['microphoneAsking', 'soon'],
  ready: ['microphoneReady', 'good'],
  open: ['microphoneOpen', 'good'],
  refused: ['microphoneBlocked', 'bad'],
  absent: ['microphoneMissing', 'bad'],
  busy: ['microphoneBlocked', 'bad'],
  insecure: ['microphoneBlocked', 'bad'],
} as const;

/** A desk phone has its own microphone: then the page's is not shown. */
export function lightsOf(state: BarState): readonly Light[] {
  const [linkWords, linkColour] = links[state.link];
  const [phoneWords, phoneColour] = phones[state.phone];
  const [microphoneWords, microphoneColour] = microphones[state.microphone];
  const desk = state.phone === 'desk' || state.phone === 'deskGone';
  return [
    { what: 'server', words: linkWords, colour: linkColour },
    { what: 'phone', words: phoneWords, colour: phoneColour },
    ...(desk ? [] : [{ what: 'microphone', words: microphoneWords, colour: microphoneColour } as const]),
  ];
}

export class AgentBarLights extends Part {
  static override styles = [
    Part.styles,
    css`
      ul {
        display: flex;
        flex-wrap: wrap;
        gap: 4px 16px;
      }
      li {
        display: flex;
        align-items: baseline;
        gap: 7px;
        font-size: 13px;
        color: var(--agent-bar-quiet);
      }
      i {
        width: 9px;
        height: 9px;
        border-radius: 50%;
        border: 2px solid currentColor;
        flex: none;
        align-self: center;
      }
      .good i {
        color: var(--agent-bar-ready);
        background: currentColor;
      }
      .soon i {
        color: var(--agent-bar-pause);
      }
      .bad {
        color: var(--agent-bar-danger);
        font-weight: 600;
      }
      .bad i {
        background: currentColor;
        border-radius: 2px;
      }
    `,
  ];

  override render(): TemplateResult {
    const { state, say } = this.view;
    const number = state.me?.deviceId ?? '';
    return html`<ul aria-label=${say('lights')}>
      ${lightsOf(state).map(
        (light) =>
          html`<li class=${light.colour} part="light ${light.what}">
            <i aria-hidden="true"></i><span>${say(light.what)}: ${say(light.words, { number })}</span>
          </li>`,
      )}
    </ul>`;
  }
}
