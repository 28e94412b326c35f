// Finds sounds by name: in the configured folders first, then the generated ones; what was read is kept, up to a bound.
import { readFile, stat } from 'node:fs/promises';
import { join as joinPath } from 'node:path';
import { mediaLimits } from '../limits.ts';
import type { Sound } from './media-engine.ts';
import { beep, busy, chime, digitTone, music, ringback, sines } from './tones.ts';
import { readWav } from './wav.ts';

type Log = (level: 'warn', message: string, fields: Record<string, unknown>) => void;

const SAFE_NAME = /^[\p{L}\p{N}_-][\p{L}\p{N}_.-]{0,127}(?:\/[\p{L}\p{N}_-][\p{L}\p{N}_.-]{0,127}){0,3}$/u;
const BUILT_IN: Readonly<Record<string, () => Int16Array>> = {
  beep,
  busy,
  ringback,
  chime,
  silence: () => new Int16Array(8000),
};

export class SoundLibrary {
  readonly #folders: readonly string[];
  readonly #log: Log;
  readonly #kept = new Map<string, Int16Array>();
  readonly #generated = new Map<string, Int16Array>();
  readonly #warned = new Set<string>();
  #keptBytes = 0;

  constructor(folders: readonly string[], log: Log) {
    this.#folders = folders;
    this.#log = log;
  }

  /** The samples of each sound, in order. */
  async load(sounds: readonly Sound[]): Promise<readonly Int16Array[]> {
    const parts: Int16Array[] = [];
    for (const sound of sounds.slice(0, mediaLimits.maxSoundsPerPlay)) parts.push(...(await this.#samples(sound)));
    return parts;
  }

  async #samples(sound: Sound): Promise<readonly Int16Array[]> {
    switch (sound.kind) {
      case 'sound':
        return [(await this.#file(sound.name)) ?? this.#builtIn(sound.name)];
      case 'tone':
        return [this.#builtIn(sound.name)];
      case 'sine':
        return [this.#sine(sound.frequencyHz, Math.min(sound.durationMs, mediaLimits.maxSineMs))];
      case 'digits': {
        const parts: Int16Array[] = [];
        for (const digit of sound.digits.slice(0, mediaLimits.maxDigitsQueued))
          parts.push((await this.#file(`digit-${digit}`)) ?? digitTone(digit));
        return parts;
      }
    }
  }

  /** Music by name; without a file of that name the generated piece. */
  async music(name: string): Promise<Int16Array> {
    return (await this.#file(name)) ?? this.#make('music', music);
  }

  /** The generated piece, at once. */
  get defaultMusic(): Int16Array {
    return this.#make('music', music);
  }

  get ringback(): Int16Array {
    return this.#make('ringback', ringback);
  }

  #sine(frequencyHz: number, ms: number): Int16Array {
    // Named like no file, and kept like one: tests and phones ask for the same ones.
    const name = `/sine ${frequencyHz} ${ms}`;
    return this.#kept.get(name) ?? this.#keep(name, sines([frequencyHz], ms, 0.4));
  }

  #builtIn(name: string): Int16Array {
    const make = Object.hasOwn(BUILT_IN, name) ? BUILT_IN[name]! : name === 'music' ? music : null;
    if (make !== null) return this.#make(name, make);
    if (!this.#warned.has(name) && this.#warned.size < mediaLimits.maxSoundWarnings) {
      this.#warned.add(name);
      this.#log('warn', 'sound not found, a chime is played instead', { name });
    }
    return this.#make('chime', chime);
  }

  #make(name: string, make: () => Int16Array): Int16Array {
    const made = this.#generated.get(name) ?? make();
    this.#generated.set(name, made);
    return made;
  }

  async #file(name: string): Promise<Int16Array | null> {
    if (!SAFE_NAME.test(name)) return null;
    const kept = this.#kept.get(name);
    if (kept !== undefined) return kept;
    for (const folder of this.#folders) {
      const path = joinPath(folder, `${name}.wav`);
      const bytes = await stat(path).then(
        (found) => found.size,
        () => null,
      );
      if (bytes === null) continue;
      try {
        if (bytes > mediaLimits.maxSoundFileBytes) throw new Error('file is too large');
        return this.#keep(name, readWav(await readFile(path)));
      } catch (error) {
        this.#log('warn', 'sound file cannot be used', {
          path,
          error: error instanceof Error ? error.message : String(error),
        });
      }
    }
    return null;
  }

  // Least recently read goes first; a changed file is seen after a restart.
  #keep(name: string, samples: Int16Array): Int16Array {
    this.#kept.set(name, samples);
    this.#keptBytes += samples.byteLength;
    for (const [oldest, old] of this.#kept) {
      if (this.#keptBytes <= mediaLimits.maxSoundCacheBytes || oldest === name) break;
      this.#kept.delete(oldest);
      this.#keptBytes -= old.byteLength;
    }
    return samples;
  }
}
