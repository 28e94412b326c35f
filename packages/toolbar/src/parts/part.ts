// What the parts of the bar share: the view they draw, the look, and how an action becomes a button.
import { html, nothing } from 'lit';
import type { CSSResultGroup, TemplateResult } from 'lit';
import { tooltip } from '../actions/make-action.ts';
import { MovableElement } from '../movable.ts';
import { icon } from '../icons.ts';
import { base, buttons, fields, floating } from '../theme.css.ts';
import type { Action } from '../actions/action.ts';
import type { View } from '../view.ts';

/** A part draws the view that it is given and keeps nothing that the view knows. */
export class Part extends MovableElement {
  static override properties = { view: { attribute: false } };
  static override styles: CSSResultGroup = [base, buttons, fields, floating];
  declare view: View;
}

type Looks = {
  readonly tone?: 'answer' | 'hang-up' | 'primary' | 'plain';
  readonly iconOnly?: boolean;
  readonly expands?: boolean;
};

/** A disabled action keeps its place in the tab order, so that focus is not lost when the state changes under the agent's hands. */
export function actionButton(action: Action, looks: Looks = {}): TemplateResult {
  const classes = ['button', looks.tone ?? '', looks.iconOnly ? 'icon-only' : ''].join(' ').trim();
  return html`<button
    type="button"
    class=${classes}
    part="button ${action.name}"
    data-action=${action.name}
    title=${tooltip(action)}
    aria-label=${looks.iconOnly ? action.label : nothing}
    aria-disabled=${action.enabled ? nothing : 'true'}
    aria-keyshortcuts=${action.shortcut?.replace('Ctrl', 'Control') ?? nothing}
    aria-pressed=${action.pressed === null || looks.expands ? nothing : String(action.pressed)}
    aria-expanded=${looks.expands ? String(action.pressed === true) : nothing}
    @click=${() => {
      if (action.enabled) action.run();
    }}
  >
    ${icon(action.icon)}${looks.iconOnly ? nothing : html`<span>${action.label}</span>`}
  </button>`;
}
