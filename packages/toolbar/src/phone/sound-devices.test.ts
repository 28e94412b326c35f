// Which devices can be chosen, and which is used while the chosen one is not plugged in.
import { expect, test } from 'vitest';
import { soundDevicesOf, usable } from './sound-devices.ts';

const listed = [
  { kind: 'audioinput', deviceId: 'default', label: 'Default - Headset' },
  { kind: 'audioinput', deviceId: 'h', label: 'Headset' },
  { kind: 'audiooutput', deviceId: 'communications', label: 'Communications - Headset' },
  { kind: 'audiooutput', deviceId: 's', label: 'Speakers' },
  { kind: 'videoinput', deviceId: 'c', label: 'Camera' },
] as const;

test('the system’s own entries stand for no device of their own', () => {
  expect(soundDevicesOf(listed, true)).toEqual({
    microphones: [{ id: 'h', name: 'Headset' }],
    speakers: [{ id: 's', name: 'Speakers' }],
    speakerChoice: true,
  });
});

test('without leave for the microphone there is nothing to choose from', () => {
  expect(soundDevicesOf([{ kind: 'audioinput', deviceId: '', label: '' }], false).microphones).toEqual([]);
});

test('a chosen device that is pulled out is the system’s until it is back', () => {
  const { microphones } = soundDevicesOf(listed, true);
  expect(usable('h', microphones)).toBe('h');
  expect(usable('h', [])).toBe('');
  expect(usable('', microphones)).toBe('');
});
