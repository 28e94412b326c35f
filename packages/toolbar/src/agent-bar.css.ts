// How the bar lays itself out: one column when narrow, a bar when wide; it looks at its own width, not the window's.
import { css } from 'lit';

export const layout = css`
  /* A page may do what it likes to the element itself (* { all: unset }); inside this frame nothing of it is inherited. */
  .frame {
    all: initial;
    display: block;
    container-type: inline-size;
    visibility: inherit;
    pointer-events: inherit;
    color-scheme: light dark;
    font-family: var(--agent-bar-font);
    font-size: 15px;
    line-height: 1.4;
    color: var(--agent-bar-text);
    text-align: start;
  }
  :host([theme='light']) .frame {
    color-scheme: light;
  }
  :host([theme='dark']) .frame {
    color-scheme: dark;
  }
  .bar {
    position: relative;
    display: grid;
    gap: 12px;
    padding: 12px;
    background: var(--agent-bar-surface);
    border: 1px solid var(--agent-bar-line);
    border-radius: var(--agent-bar-radius);
    box-shadow: var(--agent-bar-shadow);
  }
  .bar > * {
    min-width: 0;
  }
  .tools {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(84px, 1fr));
    gap: 8px;
  }
  .tools > span {
    display: grid;
  }
  .tools .button {
    flex-direction: column;
    gap: 3px;
    padding: 7px 2px;
    font-size: 12px;
    line-height: 1.2;
    height: 100%;
    justify-content: start;
    overflow-wrap: anywhere;
  }
  .badged {
    position: relative;
  }
  .badge {
    position: absolute;
    inset-block-start: -7px;
    inset-inline-end: -6px;
    min-width: 21px;
    padding: 0 6px;
    border-radius: 11px;
    background: var(--agent-bar-hang-up);
    color: var(--agent-bar-on-hang-up);
    font-size: 12px;
    line-height: 21px;
    font-weight: 650;
    text-align: center;
  }
  .notice {
    display: flex;
    align-items: center;
    gap: 10px;
    padding: 10px 13px;
    border-radius: 10px;
    font-size: 14px;
  }
  .notice .button {
    color: inherit;
    margin: -6px -8px -6px 0;
  }
  .fault {
    background: var(--agent-bar-danger-tint);
    color: var(--agent-bar-danger);
  }
  .news {
    background: var(--agent-bar-talk-tint);
    color: var(--agent-bar-talk);
  }
  .panel {
    padding: 4px 4px 6px;
  }
  .foot {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 4px 14px;
    padding: 8px 2px 0 4px;
    border-top: 1px solid var(--agent-bar-line);
  }
  .foot agent-bar-lights {
    flex: 1 1 190px;
  }
  .foot-deeds {
    display: flex;
    align-items: center;
    margin-inline-start: auto;
  }
  .foot .button {
    color: var(--agent-bar-quiet);
    font-size: 14px;
    min-height: 36px;
  }
  .language {
    flex: 0 0 auto;
  }
  .language select {
    width: auto;
    min-height: 36px;
    padding: 4px 10px;
    border-color: var(--agent-bar-line);
    font-size: 14px;
  }
  .restoring {
    padding: 40px 16px;
    text-align: center;
    color: var(--agent-bar-quiet);
  }
  .end {
    justify-content: end;
  }
  @container (min-width: 430px) {
    .tools {
      display: flex;
      flex-wrap: wrap;
    }
    .tools .button {
      flex-direction: row;
      gap: 7px;
      padding: 7px 13px;
      height: auto;
      font-size: inherit;
      justify-content: center;
    }
  }
  @container (min-width: 860px) {
    .bar {
      padding: 14px 16px 10px;
    }
    .at-work {
      grid-template-columns: minmax(340px, 1fr) auto;
      align-items: start;
      column-gap: 24px;
    }
    .at-work > * {
      grid-column: 1 / -1;
    }
    .at-work > agent-bar-state {
      grid-column: 1;
      grid-row: 1;
    }
    .at-work > .tools {
      grid-column: 2;
      grid-row: 1;
      justify-content: end;
      padding-top: 7px;
    }
  }
`;
