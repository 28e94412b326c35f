// Our own icons: 24-unit line drawings, decorative; the words beside them carry the meaning.
import { svg } from 'lit';
import type { TemplateResult } from 'lit';

const shapes = {
  answer:
    'M5 4h4l1.6 4.2-2.2 1.7a12 12 0 0 0 5.7 5.7l1.7-2.2L20 15v4a1.6 1.6 0 0 1-1.7 1.6A15.5 15.5 0 0 1 3.4 5.7 1.6 1.6 0 0 1 5 4z',
  hangUp:
    'M3.2 14.6c-.5-.5-.6-1.3-.1-2C5.2 9.9 8.4 8.5 12 8.5s6.8 1.4 8.9 4.1c.5.7.4 1.5-.1 2l-1.9 1.9c-.5.5-1.3.6-1.9.2l-2.2-1.4c-.5-.3-.7-.8-.7-1.3l.1-1.5a10 10 0 0 0-4.4 0l.1 1.5c0 .5-.2 1-.7 1.3L7 16.7c-.6.4-1.4.3-1.9-.2z',
  hold: 'M8 5v14M16 5v14',
  retrieve: 'M8 5l11 7-11 7z',
  mute: 'M12 4a3 3 0 0 1 3 3v5a3 3 0 0 1-6 0V7a3 3 0 0 1 3-3zM5.5 11.5a6.5 6.5 0 0 0 13 0M12 18v3',
  unmute:
    'M9 9v3a3 3 0 0 0 4.7 2.5M15 11V7a3 3 0 0 0-5.6-1.5M5.5 11.5a6.5 6.5 0 0 0 10.6 5M18.5 11.5a6.5 6.5 0 0 1-.6 2.7M12 18v3M4 4l16 16',
  keypad: 'M6 6h.01M12 6h.01M18 6h.01M6 12h.01M12 12h.01M18 12h.01M6 18h.01M12 18h.01M18 18h.01',
  transfer: 'M4 8h13M13 4l4 4-4 4M20 16H7M11 12l-4 4 4 4',
  ready: 'M5 12.5l4.5 4.5L19 7.5',
  notReady: 'M12 3.5a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17zM9.5 9v6M14.5 9v6',
  finish: 'M6 21V4M6 5h11l-2 4 2 4H6',
  person: 'M12 4a4 4 0 1 1 0 8 4 4 0 0 1 0-8zM4.5 20a7.5 7.5 0 0 1 15 0',
  queue: 'M4 7h16M4 12h11M4 17h7',
  menu: 'M5 6h5v5H5zM14 6h5v5h-5zM5 14h5v5H5zM14 14h5v5h-5z',
  number: 'M9 4L7 20M17 4l-2 16M4.5 9h16M3.5 15h16',
  search: 'M11 5a6 6 0 1 1 0 12 6 6 0 0 1 0-12zM15.5 15.5L20 20',
  signOut: 'M14 5H6v14h8M10 12h10M16.5 8.5L20 12l-3.5 3.5',
  settings: 'M4 7h9M17 7h3M15 5v4M4 17h3M11 17h9M9 15v4',
  history: 'M4 12a8 8 0 1 0 2.6-5.9L4 8.5M4 4v4.5h4.5M12 8v4.5l3 1.8',
  missed: 'M5 6l7 7 7-7M13.5 6H19v5.5M4 19c5-3 11-3 16 0',
  incoming: 'M18 6L7 17M7 9v8h8',
  outgoing: 'M6 18L17 7M9 7h8v8',
  chevron: 'M7 10l5 5 5-5',
  close: 'M6 6l12 12M18 6L6 18',
  play: 'M8 5l11 7-11 7z',
  clock: 'M12 4a8 8 0 1 1 0 16 8 8 0 0 1 0-16zM12 8v4.5l3 1.8',
  record: 'M12 7a5 5 0 1 1 0 10 5 5 0 0 1 0-10z',
  warning: 'M12 4.5L21 19.5H3zM12 10v4M12 16.8v.01',
  phone: 'M7 3.5h10v17H7zM11 17.5h2',
  help: 'M12 3.5a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17zM9.6 9.6a2.4 2.4 0 1 1 3.4 2.2c-.7.4-1 .8-1 1.6M12 16.4v.01',
  keyboard: 'M3 7h18v10H3zM6.5 10.5h.01M10 10.5h.01M13.5 10.5h.01M17 10.5h.01M8 13.8h8',
  consult: 'M4 5h11v8H9l-3 3v-3H4zM17 9h3v8h-2v3l-3-3h-4v-1.5',
  people: 'M9 5a3 3 0 1 1 0 6 3 3 0 0 1 0-6zM3 19a6 6 0 0 1 12 0M15.5 5.4a3 3 0 0 1 0 5.2M17.5 13.6A6 6 0 0 1 21 19',
  swap: 'M6 8h12M14 4l4 4-4 4M18 16H6M10 12l-4 4 4 4',
  star: 'M12 4l2.4 5 5.6.7-4.1 3.8 1.1 5.5-5-2.8-5 2.8 1.1-5.5L4 9.7 9.6 9z',
  leave: 'M5 8h11v5a5 5 0 0 1-5 5h-1a5 5 0 0 1-5-5zM16 9h1.5a2.5 2.5 0 0 1 0 5H16M8 3v2M12 3v2M4 21h13',
  whisper:
    'M9 7a3 3 0 1 1 0 6 3 3 0 0 1 0-6zM3.5 20a5.5 5.5 0 0 1 11 0M16 9a4 4 0 0 1 0 5M18.5 6.8a7.5 7.5 0 0 1 0 9.4',
  headset: 'M4 15v-3a8 8 0 0 1 16 0v3M4 14h3v5H5a1 1 0 0 1-1-1zM20 14h-3v5h2a1 1 0 0 0 1-1z',
} as const;

export type IconName = keyof typeof shapes;

const filled: ReadonlySet<IconName> = new Set(['answer', 'hangUp', 'retrieve', 'play', 'record']);
const dotted: ReadonlySet<IconName> = new Set(['keypad']);

/** @param name which drawing */
export function icon(name: IconName): TemplateResult {
  const width = dotted.has(name) ? 3 : 1.9;
  return svg`<svg viewBox="0 0 24 24" aria-hidden="true" focusable="false" fill=${filled.has(name) ? 'currentColor' : 'none'}
    stroke="currentColor" stroke-width=${filled.has(name) ? 0.8 : width} stroke-linecap="round" stroke-linejoin="round"><path d=${shapes[name]} /></svg>`;
}
