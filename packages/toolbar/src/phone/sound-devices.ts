// Microphones and speakers: which there are, which of them to use, and being told when one is plugged in or out.
import type { SoundDevice, SoundDevices } from '../bar-state.ts';

/** Chromium lists the system's choice a second time under these ids; here the empty id stands for it. */
const pseudoIds: ReadonlySet<string> = new Set(['', 'default', 'communications']);

type Listed = Pick<MediaDeviceInfo, 'kind' | 'deviceId' | 'label'>;

/** Can a page choose where sound goes (Audio Output Devices API, W3C)? */
function choosesSpeaker(): boolean {
  return 'HTMLMediaElement' in globalThis && 'setSinkId' in HTMLMediaElement.prototype;
}

/** @param listed what enumerateDevices gave; without leave for the microphone it has neither ids nor names */
export function soundDevicesOf(listed: readonly Listed[], speakerChoice: boolean): SoundDevices {
  const of = (kind: MediaDeviceKind): readonly SoundDevice[] =>
    listed
      .filter((device) => device.kind === kind && !pseudoIds.has(device.deviceId))
      .map(({ deviceId, label }) => ({ id: deviceId, name: label }));
  return { microphones: of('audioinput'), speakers: of('audiooutput'), speakerChoice };
}

/**
 * The device to use now: the chosen one while it is plugged in, else the system's.
 *
 * @param wanted what the agent chose; empty: the system's
 * @returns the id to use; empty: the system's
 */
export function usable(wanted: string, present: readonly SoundDevice[]): string {
  return present.some((device) => device.id === wanted) ? wanted : '';
}

type Found = { readonly devices: SoundDevices; readonly microphone: 'ready' | 'refused' | 'absent' };

/**
 * Watches what is plugged in and whether the microphone could be had, without opening it.
 *
 * @param tell called with what is so now, and at each change
 * @returns how to stop
 */
export function watchSound(tell: (found: Found) => void): () => void {
  const { mediaDevices, permissions } = navigator;
  let leave: PermissionStatus | null = null;
  let stopped = false;
  const look = async (): Promise<void> => {
    const listed = await mediaDevices.enumerateDevices().catch(() => null);
    if (stopped || !listed) return;
    const present = listed.some((device) => device.kind === 'audioinput');
    const microphone = leave?.state === 'denied' ? 'refused' : present ? 'ready' : 'absent';
    tell({ devices: soundDevicesOf(listed, choosesSpeaker()), microphone });
  };
  const onChange = (): void => void look();
  mediaDevices.addEventListener('devicechange', onChange);
  // Not every browser knows this permission by name; then only devices are watched.
  void permissions
    .query({ name: 'microphone' })
    .then((status) => {
      leave = status;
      if (!stopped) status.addEventListener('change', onChange);
    })
    .catch(() => {})
    .finally(onChange);
  return () => {
    stopped = true;
    mediaDevices.removeEventListener('devicechange', onChange);
    leave?.removeEventListener('change', onChange);
  };
}
