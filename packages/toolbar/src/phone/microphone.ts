// The microphone: asking for it, and saying in one word why it cannot be had.
import type { MicrophoneLight } from '../bar-state.ts';

/** Voice, cleaned by the browser; one channel is all a telephone carries. */
const voice: MediaTrackConstraints = {
  echoCancellation: true,
  noiseSuppression: true,
  autoGainControl: true,
  channelCount: 1,
};

export type Heard =
  | { readonly stream: MediaStream }
  | { readonly fault: Extract<MicrophoneLight, 'refused' | 'absent' | 'busy' | 'insecure'> };

/** DOMException names of getUserMedia (W3C Media Capture and Streams §10.2) in our words. */
const faults: Readonly<Record<string, 'refused' | 'absent' | 'busy'>> = {
  NotAllowedError: 'refused',
  SecurityError: 'refused',
  NotFoundError: 'absent',
  OverconstrainedError: 'absent',
  NotReadableError: 'busy',
  AbortError: 'busy',
};

/**
 * Opens the microphone; the caller closes the stream.
 *
 * @param deviceId which one; empty, or no longer plugged in: the system's
 */
export async function openMicrophone(deviceId: string): Promise<Heard> {
  if (!globalThis.isSecureContext || !('mediaDevices' in navigator)) return { fault: 'insecure' };
  const audio = deviceId === '' ? voice : { ...voice, deviceId: { exact: deviceId } };
  try {
    return { stream: await navigator.mediaDevices.getUserMedia({ audio, video: false }) };
  } catch (error) {
    const fault = faults[error instanceof DOMException ? error.name : ''] ?? 'busy';
    return fault === 'absent' && deviceId !== '' ? openMicrophone('') : { fault };
  }
}

export function closeMicrophone(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

/**
 * Asks for leave without keeping the microphone open.
 *
 * @returns `ready`, or why not
 */
export async function askMicrophone(): Promise<'ready' | 'refused' | 'absent' | 'busy' | 'insecure'> {
  const heard = await openMicrophone('');
  if ('fault' in heard) return heard.fault;
  closeMicrophone(heard.stream);
  return 'ready';
}
