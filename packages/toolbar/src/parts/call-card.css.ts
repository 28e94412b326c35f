// How a call card looks: one column where it is narrow, one row where it is wide.
import { css } from 'lit';

export const callCardStyles = css`
  :host {
    container-type: inline-size;
  }
  article {
    padding: 13px 14px 14px;
    border: 1px solid var(--agent-bar-line);
    border-inline-start: 5px solid var(--agent-bar-talk);
    border-radius: 12px;
    background: var(--agent-bar-surface);
  }
  .ringing {
    border-color: var(--agent-bar-answer);
    background: var(--agent-bar-ready-tint);
  }
  .held {
    border-inline-start-color: var(--agent-bar-pause);
  }
  .about {
    display: grid;
    gap: 8px 24px;
  }
  .kind {
    display: flex;
    align-items: center;
    gap: 6px 10px;
    flex-wrap: wrap;
    font-size: 13px;
    color: var(--agent-bar-quiet);
  }
  .kind svg {
    width: 1.2em;
    height: 1.2em;
  }
  .kind > span {
    display: inline-flex;
    align-items: center;
    gap: 5px;
  }
  .who {
    font-size: 21px;
    line-height: 1.25;
    font-weight: 650;
    overflow-wrap: anywhere;
    margin-top: 2px;
  }
  .second {
    font-size: 15px;
    color: var(--agent-bar-quiet);
  }
  .asked {
    display: flex;
    gap: 8px;
    align-items: center;
    padding: 7px 10px;
    border-radius: 8px;
    background: var(--agent-bar-talk-tint);
    font-size: 14px;
  }
  .asked svg {
    color: var(--agent-bar-talk);
  }
  .languages {
    display: flex;
    flex-wrap: wrap;
    gap: 8px 12px;
    align-items: center;
    padding-top: 12px;
  }
  .facts {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 20px;
  }
  .facts div {
    min-width: 0;
  }
  dt {
    font-size: 12px;
    color: var(--agent-bar-quiet);
  }
  dd {
    font-size: 15px;
    font-weight: 550;
    overflow-wrap: anywhere;
  }
  .clocks {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 20px;
    align-content: start;
  }
  .clocks .main dd {
    font-size: 21px;
    font-weight: 600;
    line-height: 1.2;
  }
  .on {
    color: var(--agent-bar-danger);
    font-weight: 600;
  }
  .deeds {
    display: grid;
    grid-template-columns: repeat(2, minmax(0, 1fr));
    gap: 8px;
    margin-top: 14px;
  }
  .deeds .button {
    flex-direction: column;
    gap: 3px;
    padding: 7px 4px;
    line-height: 1.2;
    min-width: 0;
  }
  .deeds .hang-up:last-child:nth-child(odd) {
    grid-column: 1 / -1;
    flex-direction: row;
    gap: 8px;
    min-height: 46px;
  }
  .ringing .deeds .button {
    min-height: 58px;
    font-size: 16px;
  }
  .ringing h3 svg {
    animation: sway 1.4s ease-in-out infinite;
    color: var(--agent-bar-answer);
  }
  h3 {
    display: flex;
    gap: 9px;
    align-items: center;
  }
  @keyframes sway {
    0%,
    60%,
    100% {
      transform: rotate(0);
    }
    10%,
    30%,
    50% {
      transform: rotate(9deg);
    }
    20%,
    40% {
      transform: rotate(-9deg);
    }
  }
  @container (min-width: 560px) {
    .about {
      grid-template-columns: minmax(0, 1fr) auto;
    }
    .asked {
      grid-column: 1 / -1;
    }
    .facts {
      grid-column: 1 / -1;
    }
    .who-block {
      grid-row: 1;
    }
    .clocks {
      grid-row: 1;
      grid-column: 2;
      text-align: end;
      justify-content: end;
    }
    .deeds {
      display: flex;
      flex-wrap: wrap;
    }
    .deeds .button,
    .deeds .hang-up:last-child:nth-child(odd) {
      flex-direction: row;
      gap: 7px;
      padding: 7px 13px;
      min-height: 42px;
    }
    .ringing .deeds .button {
      min-width: 150px;
      min-height: 50px;
      font-size: 17px;
    }
  }
  @container (min-width: 900px) {
    article {
      display: grid;
      grid-template-columns: minmax(0, 1fr) auto auto;
      gap: 8px 26px;
      align-items: center;
    }
    .about {
      display: contents;
    }
    .who-block {
      grid-row: 1;
    }
    .clocks {
      grid-row: 1;
      grid-column: 2;
    }
    .deeds {
      margin-top: 0;
      grid-row: 1;
      grid-column: 3;
      flex-wrap: wrap;
      justify-content: end;
      max-width: 620px;
    }
    .panel,
    .asked,
    .facts {
      grid-column: 1 / -1;
    }
  }
`;
