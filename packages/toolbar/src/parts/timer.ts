// A running clock: counts up from an instant, or down to one, in the server's time.
import { LitElement, html } from 'lit';
import type { TemplateResult } from 'lit';

/**
 * @param ms length; negative counts as nothing
 * @returns `m:ss`, or `h:mm:ss` from one hour
 */
export function clockText(ms: number): string {
  const total = Math.max(0, Math.floor(ms / 1_000));
  const seconds = String(total % 60).padStart(2, '0');
  const minutes = Math.floor(total / 60) % 60;
  const hours = Math.floor(total / 3_600);
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${seconds}` : `${minutes}:${seconds}`;
}

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

customElements.define('agent-bar-timer', AgentBarTimer);
