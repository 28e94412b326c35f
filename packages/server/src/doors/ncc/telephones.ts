// Which telephone a user works at: the CTI API has no word for it, since a telephone of its world belongs to its user.
import type { DeviceId } from '@cordboard/domain';
import type { Core } from '../../core.ts';
import type { Who } from './attached.ts';

export class Telephones {
  readonly #core: Core;
  readonly #max: number;
  /** Where users have worked, the latest at the end. */
  readonly #last = new Map<string, DeviceId>();

  constructor(core: Core, max: number) {
    this.#core = core;
    this.#max = max;
  }

  remember({ tenantId, agentId }: Who, deviceId: DeviceId): void {
    const key = JSON.stringify([tenantId, agentId]);
    this.#last.delete(key);
    this.#last.set(key, deviceId);
    const [oldest] = this.#last.keys();
    if (this.#last.size > this.#max && oldest !== undefined) this.#last.delete(oldest);
  }

  /** @returns the one he worked at last, the one that is called as he is, or the only one that is there and free; null: none of these is there. */
  of({ tenantId, agentId }: Who): DeviceId | null {
    const there = this.#core.telephonesFor(tenantId, agentId).filter(({ isRegistered }) => isRegistered);
    const last = this.#last.get(JSON.stringify([tenantId, agentId]));
    const own =
      there.find(({ deviceId }) => deviceId === last) ?? there.find(({ deviceId }) => deviceId === (agentId as string));
    return own?.deviceId ?? (there.length === 1 ? (there[0]?.deviceId ?? null) : null);
  }
}
