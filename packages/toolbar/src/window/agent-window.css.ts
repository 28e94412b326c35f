// How the desktop program's window looks around the bar.
import { css } from 'lit';

export const windowLook = css`
  :host {
    display: block;
    padding: 6px 8px 10px;
  }
  .lights {
    display: flex;
    flex-wrap: wrap;
    gap: 3px 14px;
    align-items: center;
    padding: 2px 4px 6px;
    font-size: 12.5px;
    color: var(--agent-bar-quiet);
  }
  .light {
    display: inline-flex;
    align-items: center;
    gap: 6px;
  }
  .light::before {
    content: '';
    width: 8px;
    height: 8px;
    border-radius: 50%;
    background: var(--agent-bar-line);
  }
  .light.good::before {
    background: var(--agent-bar-talk);
  }
  .light.soon::before {
    background: var(--agent-bar-pause);
  }
  .light.bad::before {
    background: var(--agent-bar-danger);
  }
  .light.bad {
    color: var(--agent-bar-danger);
  }
  .grow {
    flex: 1;
  }
  .warning {
    margin: 0 0 8px;
    padding: 9px 12px;
    border-radius: 10px;
    background: var(--agent-bar-danger-tint);
    color: var(--agent-bar-danger);
    font-size: 13.5px;
  }
  .pairing {
    display: grid;
    gap: 10px;
    margin: 0 0 10px;
    padding: 14px 16px;
    border: 2px solid var(--agent-bar-accent);
    border-radius: 12px;
    background: var(--agent-bar-surface);
  }
  .pairing h2 {
    margin: 0;
    font-size: 16px;
    overflow-wrap: anywhere;
  }
  .pairing p {
    margin: 0;
    font-size: 13.5px;
    color: var(--agent-bar-quiet);
  }
  .row {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    align-items: center;
  }
  form.login {
    display: grid;
    gap: 12px;
    max-width: 360px;
    margin: 12px auto;
    padding: 18px;
    border-radius: 14px;
    background: var(--agent-bar-surface);
  }
  form.login h2 {
    margin: 0;
    font-size: 19px;
  }
  .groups {
    padding: 0 4px 8px;
    font-size: 13.5px;
  }
  .more {
    position: relative;
  }
  .more summary {
    cursor: pointer;
    padding: 3px 8px;
    border-radius: 7px;
    font-weight: 600;
    list-style: none;
  }
  .more summary::-webkit-details-marker {
    display: none;
  }
  .more summary::after {
    content: ' ▾';
  }
  .more summary:hover,
  .more[open] summary {
    background: var(--agent-bar-raised);
  }
  .panel {
    position: absolute;
    z-index: 10;
    right: 0;
    top: 100%;
    display: grid;
    gap: 10px;
    min-width: 290px;
    padding: 12px;
    border: 1px solid var(--agent-bar-line);
    border-radius: 12px;
    background: var(--agent-bar-surface);
    box-shadow: var(--agent-bar-shadow);
    color: var(--agent-bar-text);
  }
  .panel .groups {
    padding: 0;
    justify-content: space-between;
  }
  .devices label {
    display: flex;
    gap: 10px;
    align-items: center;
    justify-content: space-between;
    font-size: 13.5px;
  }
  .devices select {
    max-width: 190px;
    font: inherit;
  }
`;
