// The sound of one call at this page: what comes in goes to the chosen speaker, the chosen microphone goes out; both can be changed while it lasts.
import { closeMicrophone } from './microphone.ts';

export class CallSound {
  readonly #audio = new Audio();
  readonly #lost: () => void;
  #connection: RTCPeerConnection | null = null;
  #stream: MediaStream | null = null;
  #muted = false;

  /** @param lost the microphone has gone while it was open, as when its plug was pulled */
  constructor(lost: () => void) {
    this.#lost = lost;
    this.#audio.autoplay = true;
  }

  get connection(): RTCPeerConnection | null {
    return this.#connection;
  }

  /** Has this call a microphone? */
  get listening(): boolean {
    return this.#stream !== null;
  }

  /** It had a microphone, and that has gone. */
  get silent(): boolean {
    return this.#stream?.getAudioTracks().every((track) => track.readyState === 'ended') ?? false;
  }

  attach(connection: RTCPeerConnection): void {
    this.#connection = connection;
    connection.addEventListener('track', (event) => {
      this.#audio.srcObject = event.streams[0] ?? new MediaStream([event.track]);
      void this.#audio.play().catch(() => {});
    });
  }

  /** Speaks from this stream from now on; the one before is closed. */
  speak(stream: MediaStream): void {
    const before = this.#stream;
    this.#stream = stream;
    this.mute(this.#muted);
    const [track] = stream.getAudioTracks();
    track?.addEventListener('ended', () => {
      if (this.#stream === stream) this.#lost();
    });
    if (before === null) return;
    const sender = this.#connection?.getSenders().find((one) => one.track?.kind === 'audio');
    void sender
      ?.replaceTrack(track ?? null)
      .catch(() => {})
      .finally(() => closeMicrophone(before));
  }

  /** Silences the microphone at its source. */
  mute(muted: boolean): void {
    this.#muted = muted;
    for (const track of this.#stream?.getAudioTracks() ?? []) track.enabled = !muted;
  }

  /** @param deviceId where the other side is heard; empty: the system's choice. One that has gone leaves it where it was. */
  listenAt(deviceId: string): void {
    if ('setSinkId' in this.#audio && this.#audio.sinkId !== deviceId)
      void this.#audio.setSinkId(deviceId).catch(() => {});
  }

  close(): void {
    if (this.#stream) closeMicrophone(this.#stream);
    this.#stream = null;
    this.#audio.srcObject = null;
  }
}
