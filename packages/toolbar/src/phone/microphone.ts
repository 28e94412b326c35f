// The microphone: asking for it, and saying in one word why it cannot be had.
import type { MicrophoneLight } from '../bar-state.ts';

/** Voice, cleaned by the browser; one channel is all a telephone carries. */
const voice: MediaStreamConstraints = {
  audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true, channelCount: 1 },
  video: false,
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

/** Opens the microphone; the caller closes the stream. */
export async function openMicrophone(): Promise<Heard> {
  if (!globalThis.isSecureContext || !('mediaDevices' in navigator)) return { fault: 'insecure' };
  try {
    return { stream: await navigator.mediaDevices.getUserMedia(voice) };
  } catch (error) {
    return { fault: faults[error instanceof DOMException ? error.name : ''] ?? 'busy' };
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
  const heard = await openMicrophone();
  if ('fault' in heard) return heard.fault;
  closeMicrophone(heard.stream);
  return 'ready';
}
