// A call centre whose people are watched and steered by CTI modules: stories open modules, and everything is put away afterwards.
import type { Configuration } from '@cordboard/domain';
import { pino } from 'pino';
import { createNccDoor, type NccDoor } from '../../packages/server/src/doors/ncc/door.ts';
import type { NccLimits } from '../../packages/server/src/doors/ncc/limits.ts';
import { Town, type CallCentre } from './call-centre.ts';
import { NccModule } from './ncc-module.ts';

export class NccFloor {
  readonly #town: Town;
  readonly #modules: NccModule[] = [];
  readonly #doors: NccDoor[] = [];

  private constructor(town: Town) {
    this.#town = town;
  }

  static async open(): Promise<NccFloor> {
    return new NccFloor(await Town.open());
  }

  /** @returns the centre, and where its CTI API is. */
  async centre(
    change: (configuration: Configuration) => Configuration = (same) => same,
    limits: Partial<NccLimits> = {},
  ): Promise<{ readonly at: CallCentre; readonly url: string; readonly door: NccDoor }> {
    const at = await this.#town.centre(change);
    const place = { host: '127.0.0.1', port: 0, sipDomain: 'small.example' };
    const door = createNccDoor({ core: at.core, log: pino({ level: 'silent' }), ...place, limits });
    this.#doors.push(door);
    return { at, door, url: (await door.listen()).url };
  }

  /** A module that has only connected. */
  async stranger(url: string, protocols?: string[]): Promise<NccModule> {
    const module = await NccModule.open(url, protocols);
    this.#modules.push(module);
    return module;
  }

  /** A module that is attached to these users. */
  async module(url: string, ...logins: string[]): Promise<NccModule> {
    const module = await this.stranger(url);
    await module.shakeHands();
    for (const login of logins) await module.ask('AttachToUser', { login });
    return module;
  }

  async tidyUp(): Promise<void> {
    for (const module of this.#modules.splice(0)) module.leave();
    for (const door of this.#doors.splice(0)) await door.close();
    await this.#town.tidyUp();
  }

  close(): Promise<void> {
    return this.#town.close();
  }
}
