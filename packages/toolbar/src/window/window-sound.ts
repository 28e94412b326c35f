// The window's microphone and loudspeaker, lent to the program by WebRTC while a call needs them.
import { openMicrophone, closeMicrophone } from '../phone/microphone.ts';
import { usable, watchSound } from '../phone/sound-devices.ts';
import type { SoundDevice, SoundDevices } from '../bar-state.ts';

export type SoundFault = 'refused' | 'absent' | 'busy' | 'insecure';

export type WindowSoundOptions = {
  /** Takes an offer to the program. @returns its answer. */
  readonly connect: (sdp: string) => Promise<string>;
  readonly close: () => void;
  readonly devices: (devices: SoundDevices) => void;
  readonly fault: (fault: SoundFault | null) => void;
};

const key = 'cordboard.window.sound';
const gatherMs = 1_000;

export class WindowSound {
  readonly #options: WindowSoundOptions;
  readonly #audio = new Audio();
  #wanted = false;
  #chosen = remembered();
  #present: SoundDevices = { microphones: [], speakers: [], speakerChoice: false };
  #peer: RTCPeerConnection | null = null;
  #stream: MediaStream | null = null;

  constructor(options: WindowSoundOptions) {
    this.#options = options;
    this.#audio.autoplay = true;
    if ('mediaDevices' in navigator)
      watchSound(({ devices, microphone }) => {
        this.#present = devices;
        options.devices(devices);
        if (this.#stream === null) options.fault(microphone === 'ready' ? null : microphone);
        this.#listen();
      });
  }

  get chosen(): { readonly microphone: string; readonly speaker: string } {
    return this.#chosen;
  }

  /** Where the ring tone plays; empty: the system's choice. */
  get ringer(): string {
    return usable(this.#chosen.speaker, this.#present.speakers);
  }

  /** Whether a call needs the sound now. */
  want(wanted: boolean): void {
    if (wanted === this.#wanted) return;
    this.#wanted = wanted;
    if (wanted) void this.#open();
    else this.#shut();
  }

  choose(chosen: Partial<{ readonly microphone: string; readonly speaker: string }>): void {
    this.#chosen = { ...this.#chosen, ...chosen };
    localStorage.setItem(key, JSON.stringify(this.#chosen));
    this.#listen();
    if (chosen.microphone !== undefined && this.#peer !== null) void this.#speak();
  }

  async #open(): Promise<void> {
    const peer = new RTCPeerConnection({ iceServers: [] });
    this.#peer = peer;
    peer.addTransceiver('audio', { direction: 'sendrecv' });
    peer.addEventListener('track', ({ track }) => {
      this.#audio.srcObject = new MediaStream([track]);
      this.#listen();
    });
    await peer.setLocalDescription(await peer.createOffer());
    await gathered(peer);
    if (this.#peer !== peer) return peer.close();
    try {
      const sdp = await this.#options.connect(peer.localDescription?.sdp ?? '');
      if (this.#peer !== peer) return;
      await peer.setRemoteDescription({ type: 'answer', sdp });
      await this.#speak();
    } catch {
      if (this.#peer === peer) this.#shut();
    }
  }

  /** Puts the microphone into the call; without one the agent hears, and is told why he is not heard. */
  async #speak(): Promise<void> {
    const heard = await openMicrophone(usable(this.#chosen.microphone, this.#present.microphones));
    this.#options.fault('fault' in heard ? heard.fault : null);
    const sender = this.#peer?.getSenders()[0];
    if ('fault' in heard) return;
    if (sender === undefined) return closeMicrophone(heard.stream);
    if (this.#stream !== null) closeMicrophone(this.#stream);
    this.#stream = heard.stream;
    await sender.replaceTrack(heard.stream.getAudioTracks()[0] ?? null);
  }

  #listen(): void {
    if ('setSinkId' in this.#audio) void this.#audio.setSinkId(this.ringer).catch(() => {});
  }

  #shut(): void {
    this.#peer?.close();
    this.#peer = null;
    if (this.#stream !== null) closeMicrophone(this.#stream);
    this.#stream = null;
    this.#audio.srcObject = null;
    this.#options.close();
  }
}

/** Every way to this page is on this machine: all of them are found at once. */
async function gathered(peer: RTCPeerConnection): Promise<void> {
  if (peer.iceGatheringState === 'complete') return;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, gatherMs);
    peer.addEventListener('icegatheringstatechange', () => {
      if (peer.iceGatheringState !== 'complete') return;
      clearTimeout(timer);
      resolve();
    });
  });
}

function remembered(): { readonly microphone: string; readonly speaker: string } {
  try {
    const found = JSON.parse(localStorage.getItem(key) ?? '{}') as Partial<Record<'microphone' | 'speaker', string>>;
    return { microphone: found.microphone ?? '', speaker: found.speaker ?? '' };
  } catch {
    return { microphone: '', speaker: '' };
  }
}

/** As pages are told of devices: numbered, for ids of a browser mean nothing elsewhere. */
export function deviceList(
  devices: SoundDevices,
  chosen: { readonly microphone: string; readonly speaker: string },
): object[] {
  const entry = ({ id, name }: SoundDevice, index: number, isInput: boolean): object => ({
    id: index,
    name,
    driver: 'browser',
    inputCount: isInput ? 1 : 0,
    outputCount: isInput ? 0 : 1,
    isCurrentPlaybackDevice: !isInput && id === chosen.speaker,
    isCurrentCaptureDevice: isInput && id === chosen.microphone,
  });
  return [
    ...devices.microphones.map((device, index) => entry(device, index, true)),
    ...devices.speakers.map((device, index) => entry(device, devices.microphones.length + index, false)),
  ];
}

/** The device behind such a number; empty: the system's. */
export function deviceAt({ microphones, speakers }: SoundDevices, number: number): string {
  return [...microphones, ...speakers][number]?.id ?? '';
}
