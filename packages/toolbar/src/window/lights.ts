// The window's lights: each way that a call depends on, in words and a colour.
import type { SoundFault } from './window-sound.ts';
import type { Lights } from './window-state.ts';
import type { WindowStringKey } from './window-strings.table.ts';

type Say = (key: WindowStringKey, values?: Readonly<Record<string, string | number>>) => string;
export type ShownLight = { readonly text: string; readonly colour: 'good' | 'soon' | 'bad' | 'idle' };

/** ConnectionState of the IPSC dialect. */
const servers: Readonly<Record<number, readonly [WindowStringKey, ShownLight['colour']]>> = {
  1: ['isComing', 'soon'],
  2: ['isFailed', 'bad'],
  3: ['isUp', 'good'],
  6: ['isLost', 'bad'],
};

const faults: Readonly<Record<SoundFault, WindowStringKey>> = {
  refused: 'soundRefused',
  insecure: 'soundRefused',
  absent: 'soundAbsent',
  busy: 'soundBusy',
};

/** @param fault what keeps the microphone from being heard. */
export function lightsOf(lights: Lights, fault: SoundFault | null, say: Say): readonly ShownLight[] {
  return [
    ...lights.servers.map(({ state, isMain }, index) => {
      const [words, colour] = servers[state] ?? (['isOff', 'idle'] as const);
      const name = say('lightServer', { n: index + 1 });
      return { text: `${name}${isMain && state === 3 ? ` (${say('lightMain')})` : ''}: ${say(words)}`, colour };
    }),
    ...lights.registrars.map(({ status }, index) => registrar(index, status, say)),
    sound(lights, fault, say),
    ...(lights.pages === 0 ? [] : [{ text: `${say('lightPages')}: ${lights.pages}`, colour: 'good' } as const]),
  ];
}

function registrar(index: number, status: number, say: Say): ShownLight {
  const name = say('lightRegistrar', { n: index + 1 });
  if (status >= 200 && status < 300) return { text: `${name}: ${say('isRegistered')}`, colour: 'good' };
  if (status === 0) return { text: `${name}: ${say('isComing')}`, colour: 'soon' };
  const isAway = status === 408 || status === 503;
  return { text: `${name}: ${isAway ? say('isFailed') : say('isRefused', { status })}`, colour: 'bad' };
}

function sound({ sound: now }: Lights, fault: SoundFault | null, say: Say): ShownLight {
  if (fault !== null) return { text: `${say('lightSound')}: ${say(faults[fault])}`, colour: 'bad' };
  return { text: `${say('lightSound')}: ${say(now === 'open' ? 'soundOpen' : 'soundReady')}`, colour: 'good' };
}
