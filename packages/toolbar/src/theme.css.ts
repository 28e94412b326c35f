// The look shared by every part: colours for light and dark, shapes, focus ring, buttons and fields.
import { css } from 'lit';

/** Tokens; a page overrides them on `agent-bar` itself. `light-dark()` follows the `theme` attribute or the reader's system. */
export const tokens = css`
  :host {
    --agent-bar-font: system-ui, -apple-system, 'Segoe UI', 'Noto Sans', 'PingFang SC', 'Microsoft YaHei', sans-serif;
    --agent-bar-radius: 14px;
    --agent-bar-surface: light-dark(#ffffff, #1b2129);
    --agent-bar-raised: light-dark(#f4f6f9, #232b35);
    --agent-bar-line: light-dark(#dde3ea, #343e4a);
    --agent-bar-field-line: light-dark(#7b8796, #7f8b99);
    --agent-bar-text: light-dark(#18212c, #eef2f6);
    --agent-bar-quiet: light-dark(#52606f, #a9b5c2);
    --agent-bar-accent: light-dark(#1f5fbf, #86b6ff);
    --agent-bar-on-accent: light-dark(#ffffff, #0c1a2e);
    --agent-bar-ready: light-dark(#146c43, #6fd6a2);
    --agent-bar-ready-tint: light-dark(#e4f5ec, #17352a);
    --agent-bar-pause: light-dark(#8a4b00, #f3bd6b);
    --agent-bar-pause-tint: light-dark(#fdf1de, #3a2d17);
    --agent-bar-talk: light-dark(#1f55a8, #9cc3ff);
    --agent-bar-talk-tint: light-dark(#e7f0fd, #1b2f4b);
    --agent-bar-wrap: light-dark(#68409f, #cdb2f5);
    --agent-bar-wrap-tint: light-dark(#f2ebfb, #322548);
    --agent-bar-off: light-dark(#52606f, #a9b5c2);
    --agent-bar-off-tint: light-dark(#edf0f4, #2a323c);
    --agent-bar-danger: light-dark(#b3261e, #ffb4ab);
    --agent-bar-danger-tint: light-dark(#fdecea, #43211f);
    --agent-bar-answer: light-dark(#157347, #35a871);
    --agent-bar-on-answer: light-dark(#ffffff, #06170e);
    --agent-bar-hang-up: light-dark(#b3261e, #f2776d);
    --agent-bar-on-hang-up: light-dark(#ffffff, #260604);
    --agent-bar-shadow:
      0 1px 2px light-dark(rgb(20 30 45 / 8%), rgb(0 0 0 / 40%)),
      0 8px 28px light-dark(rgb(20 30 45 / 8%), rgb(0 0 0 / 34%));
  }
  /* Dots and bars that keep their filling take the system's colour. */
  @media (forced-colors: active) {
    :host {
      --agent-bar-ready: CanvasText;
      --agent-bar-pause: CanvasText;
      --agent-bar-talk: CanvasText;
      --agent-bar-wrap: CanvasText;
      --agent-bar-off: CanvasText;
      --agent-bar-danger: CanvasText;
    }
  }
`;

/** What every part starts from. */
export const base = css`
  * {
    box-sizing: border-box;
  }
  :host {
    display: block;
    min-width: 0;
    font-family: var(--agent-bar-font);
    color: var(--agent-bar-text);
    font-size: 15px;
    line-height: 1.4;
  }
  :host([hidden]),
  [hidden] {
    display: none !important;
  }
  h2,
  h3,
  h4,
  p,
  ul,
  ol,
  dl,
  dd {
    margin: 0;
    padding: 0;
  }
  ul,
  ol {
    list-style: none;
  }
  svg {
    display: block;
    width: 1.25em;
    height: 1.25em;
    flex: none;
  }
  :focus {
    outline: none;
  }
  :focus-visible {
    outline: 3px solid var(--agent-bar-accent);
    outline-offset: 2px;
  }
  .quiet {
    color: var(--agent-bar-quiet);
  }
  .small {
    font-size: 13px;
  }
  .row {
    display: flex;
    align-items: center;
    gap: 8px;
    flex-wrap: wrap;
    min-width: 0;
  }
  .grow {
    flex: 1 1 auto;
    min-width: 0;
  }
  .number {
    font-variant-numeric: tabular-nums;
  }
  .break {
    overflow-wrap: anywhere;
  }
  .unseen {
    position: absolute;
    width: 1px;
    height: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  /* A dot without its filling would be no dot. */
  @media (forced-colors: active) {
    .dot,
    i {
      forced-color-adjust: none;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    *,
    *::before,
    *::after {
      animation: none !important;
      transition: none !important;
    }
  }
`;

/** Buttons: quiet by default; `answer`, `hang-up`, `primary` for the one thing to do. */
export const buttons = css`
  button {
    font: inherit;
    color: inherit;
    cursor: pointer;
  }
  .button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 7px;
    min-height: 40px;
    padding: 7px 13px;
    border: 1px solid var(--agent-bar-line);
    border-radius: 10px;
    background: var(--agent-bar-surface);
    font-weight: 550;
    text-align: center;
    transition:
      background 120ms,
      border-color 120ms,
      transform 60ms;
  }
  .button:hover:not([aria-disabled='true'], :disabled) {
    background: var(--agent-bar-raised);
    border-color: var(--agent-bar-field-line);
  }
  .button:active:not([aria-disabled='true'], :disabled) {
    transform: translateY(1px);
  }
  .button[aria-disabled='true'],
  .button:disabled {
    opacity: 0.45;
    cursor: not-allowed;
  }
  .button[aria-pressed='true'],
  .button[aria-expanded='true'] {
    background: var(--agent-bar-talk-tint);
    border-color: var(--agent-bar-talk);
    color: var(--agent-bar-talk);
  }
  .primary {
    background: var(--agent-bar-accent);
    border-color: transparent;
    color: var(--agent-bar-on-accent);
  }
  .answer {
    background: var(--agent-bar-answer);
    border-color: transparent;
    color: var(--agent-bar-on-answer);
  }
  .hang-up {
    background: var(--agent-bar-hang-up);
    border-color: transparent;
    color: var(--agent-bar-on-hang-up);
  }
  .primary:hover:not([aria-disabled='true'], :disabled),
  .answer:hover:not([aria-disabled='true'], :disabled),
  .hang-up:hover:not([aria-disabled='true'], :disabled) {
    background: color-mix(in srgb, currentColor 12%, var(--fill, var(--agent-bar-accent)));
    border-color: transparent;
  }
  .answer {
    --fill: var(--agent-bar-answer);
  }
  .hang-up {
    --fill: var(--agent-bar-hang-up);
  }
  .plain {
    border-color: transparent;
    background: transparent;
  }
  .icon-only {
    padding: 7px;
    min-width: 40px;
  }
  /* Where the system's colours replace ours, what a colour said is said by a border. */
  @media (forced-colors: active) {
    .button[aria-pressed='true'],
    .button[aria-expanded='true'] {
      outline: 2px solid Highlight;
      outline-offset: -3px;
    }
    .button[aria-disabled='true'],
    .button:disabled {
      color: GrayText;
      border-color: GrayText;
      opacity: 1;
    }
    .primary,
    .answer,
    .hang-up {
      border: 2px solid ButtonText;
    }
    .plain {
      border-color: Canvas;
    }
    :focus-visible {
      outline-color: Highlight;
    }
  }
`;

/** Labelled fields. */
export const fields = css`
  label {
    font-weight: 550;
  }
  input,
  select {
    font: inherit;
    color: inherit;
    width: 100%;
    min-width: 0;
    min-height: 42px;
    padding: 8px 12px;
    border: 1px solid var(--agent-bar-field-line);
    border-radius: 10px;
    background: var(--agent-bar-surface);
  }
  input::placeholder {
    color: var(--agent-bar-quiet);
    opacity: 1;
  }
  input[type='radio'],
  input[type='checkbox'] {
    width: 20px;
    height: 20px;
    min-height: 0;
    margin: 1px 0 0;
    flex: none;
    accent-color: var(--agent-bar-accent);
  }
  .field {
    display: grid;
    gap: 5px;
    min-width: 0;
  }
  .switch {
    display: flex;
    gap: 10px;
    align-items: center;
    min-height: 32px;
    font-weight: 500;
    cursor: pointer;
  }
`;

/** A menu or panel hanging below its button. */
export const floating = css`
  .anchor {
    position: relative;
  }
  .menu {
    position: absolute;
    z-index: 20;
    inset-block-start: calc(100% + 6px);
    inset-inline-start: 0;
    min-width: 210px;
    max-width: min(320px, 88vw);
    padding: 6px;
    background: var(--agent-bar-surface);
    border: 1px solid var(--agent-bar-line);
    border-radius: 12px;
    box-shadow: var(--agent-bar-shadow);
  }
  .menu.end {
    inset-inline-start: auto;
    inset-inline-end: 0;
  }
  .item {
    display: flex;
    align-items: center;
    gap: 9px;
    width: 100%;
    min-height: 40px;
    padding: 7px 10px;
    border: 0;
    border-radius: 8px;
    background: none;
    text-align: start;
  }
  .item:hover {
    background: var(--agent-bar-raised);
  }
  .item[aria-disabled='true'] {
    opacity: 0.5;
    cursor: not-allowed;
  }
`;
