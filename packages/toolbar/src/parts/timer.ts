// A running clock: counts up from an instant, or down to one, in the server's time.
import { LitElement, html } from 'lit';
import type { TemplateResult } from 'lit';
import { clockText } from './clock-text.ts';

export class AgentBarTimer extends LitElement {
  static override properties = { since: { type: Number }, until: { type: Number }, ahead: { type: Number } };
  declare since: number | null;
  declare until: number | null;
  /** Server's clock minus this one's, ms. */
  declare ahead: number;
  #tick: ReturnType<typeof setInterval> | undefined;

  constructor() {
    super();
    this.since = null;
    this.until = null;
    this.ahead = 0;
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#tick = setInterval(() => this.requestUpdate(), 1_000);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#tick);
  }

  override render(): TemplateResult {
    const now = Date.now() + this.ahead;
    const ms = this.until === null ? now - (this.since ?? now) : this.until - now + 999;
    return html`<span class="number" role="timer" aria-live="off">${clockText(ms)}</span>`;
  }
}
