// What the program's own window asks: pages that want to be let in, sound, and the bar.
import { Refusal } from '../agent/refusal.ts';
import type { Deeds } from './deed.ts';

export const windowDeeds: Deeds<
  'getPairings' | 'decidePairing' | 'connectSound' | 'closeSound' | 'tellSoundDevices' | 'getDoor'
> = {
  getPairings: ({ pairings }) => pairings.waiting,
  decidePairing({ pairings }, { id, decision }) {
    if (!pairings.decide(id, decision)) throw new Refusal('badParameter', 'Nobody waits under this id any more.');
    return null;
  },
  async connectSound({ telephone }, { sdp }) {
    try {
      return { sdp: await telephone.sound.connect(sdp) };
    } catch {
      throw new Refusal('badParameter', 'No codec in common.');
    }
  },
  closeSound({ telephone }) {
    telephone.sound.close();
    return null;
  },
  tellSoundDevices(desk, { devices }) {
    desk.soundDevices = devices;
    return null;
  },
  getDoor: ({ door, settings }) => ({ ...door, workerNum: settings.startup.workerNum }),
};
