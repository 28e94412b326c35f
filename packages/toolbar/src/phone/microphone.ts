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

/**
 * Watches whether the microphone could be had, without opening it: leave withdrawn, headset pulled out.
 *
 * @param tell called with what is so now, and at each change
 * @returns how to stop
 */
export function watchMicrophone(tell: (light: 'ready' | 'refused' | 'absent') => void): () => void {
  const { mediaDevices, permissions } = navigator;
  let leave: PermissionStatus | null = null;
  let stopped = false;
  const look = async (): Promise<void> => {
    const devices = await mediaDevices.enumerateDevices();
    if (stopped) return;
    const present = devices.some((device) => device.kind === 'audioinput');
    tell(leave?.state === 'denied' ? 'refused' : present ? 'ready' : 'absent');
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
