// The call of somebody else at which the supervisor is: whose, how, since when, and the way out.
import { css, html } from 'lit';
import type { TemplateResult } from 'lit';
import { icon } from '../icons.ts';
import { Part, actionButton } from './part.ts';

export class AgentBarSupervision extends Part {
  static override styles = [
    Part.styles,
    css`
      section {
        display: flex;
        flex-wrap: wrap;
        gap: 10px 14px;
        align-items: center;
        padding: 11px 14px;
        border: 1px solid var(--agent-bar-line);
        border-inline-start: 5px solid var(--agent-bar-wrap);
        border-radius: 12px;
        background: var(--agent-bar-wrap-tint);
      }
      .who {
        display: flex;
        gap: 9px;
        align-items: center;
        font-weight: 600;
      }
      .deeds {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
      }
    `,
  ];

  override render(): TemplateResult {
    const { say, state, supervision: actions } = this.view;
    const { supervision } = state;
    if (supervision === null) return html``;
    const who = supervision.name;
    const words = supervision.connectedAt === null ? say('supervisingRings', { who }) : say('supervising', { who });
    return html`<section part="supervision" aria-label=${words}>
      <div class="who grow" role="status">
        ${icon('headset')}<span class="break">${words}</span>
        <agent-bar-timer .since=${supervision.connectedAt} .ahead=${state.clockAheadMs}></agent-bar-timer>
      </div>
      <div class="deeds">${actions.map((action) => actionButton(action))}</div>
    </section>`;
  }
}
