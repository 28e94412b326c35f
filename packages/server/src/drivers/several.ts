// Several switches as one: a call lives at the switch where it began, and wishes go where their call is.
import type { CallId, ConnectionId, DeviceId, Fact } from '@cordboard/domain';
import type { BrowserPhones } from './browser-phones.ts';
import type { SwitchDriver, Wish } from './switch.ts';

type Snapshot = Extract<Fact, { fact: 'snapshot' }>;
type Place = { readonly driver: SwitchDriver; callId: CallId | null };

/** @param drivers in the order in which they are asked for a line to the outside. @throws Error when there is none. */
export function severalSwitches(drivers: readonly SwitchDriver[]): SwitchDriver {
  const [first, ...others] = drivers;
  if (first === undefined) throw new Error('a tenant without a switch');
  return others.length === 0 ? first : new SeveralSwitches(drivers);
}

class SeveralSwitches implements SwitchDriver {
  readonly name: string;
  /** A page has one telephone: at the first that takes any. */
  readonly browserPhones?: BrowserPhones;
  readonly #drivers: readonly SwitchDriver[];
  readonly #places = new Map<ConnectionId, Place>();
  readonly #devices = new Map<DeviceId, Set<SwitchDriver>>();
  /** Those that have not yet said what they have, as long as they are waited for. */
  readonly #silent: Set<SwitchDriver>;
  readonly #away = new Set<SwitchDriver>();
  /** Those that have never said what they have. */
  readonly #unheard: Set<SwitchDriver>;
  #tell: (fact: Fact) => void = () => undefined;

  constructor(drivers: readonly SwitchDriver[]) {
    this.#drivers = drivers;
    this.name = drivers.map(({ name }) => name).join('+');
    this.#silent = new Set(drivers);
    this.#unheard = new Set(drivers);
    const browserPhones = drivers.find((driver) => driver.browserPhones !== undefined)?.browserPhones;
    if (browserPhones !== undefined) this.browserPhones = browserPhones;
  }

  /** One snapshot of them all comes first; who is away does not keep the others from working. */
  async start(tell: (fact: Fact) => void): Promise<void> {
    this.#tell = tell;
    await Promise.all(this.#drivers.map((driver) => driver.start((fact) => this.#told(driver, fact))));
    if (this.#silent.size === 0) return;
    this.#silent.clear();
    this.#tellSnapshot();
  }

  wish(wish: Wish): void {
    if (wish.effect === 'originate') return this.#originate(wish);
    if (wish.effect !== 'topology') return this.#wishOf(wish);
    const { callId, participants } = wish.topology;
    const at = new Set<SwitchDriver>();
    for (const { connectionId } of participants) {
      const place = this.#places.get(connectionId);
      if (place === undefined) continue;
      place.callId = callId;
      at.add(place.driver);
    }
    for (const driver of at) driver.wish(wish);
  }

  #wishOf(wish: Exclude<Wish, { effect: 'originate' | 'topology' }>): void {
    const place = this.#places.get(wish.connectionId);
    if (place !== undefined) return place.driver.wish(wish);
    // It may be at a switch that has not been heard yet: nobody is kept by it.
    const isUnheard = wish.effect === 'clear' && this.#unheard.size > 0;
    if (isUnheard) this.#tell({ fact: 'cleared', connectionId: wish.connectionId, cause: wish.cause });
  }

  async drain(drainMs: number): Promise<void> {
    await Promise.all(this.#drivers.map((driver) => driver.drain(drainMs)));
  }

  async close(): Promise<void> {
    await Promise.all(this.#drivers.map((driver) => driver.close()));
  }

  health(): { readonly ok: boolean; readonly detail: string } {
    const all = this.#drivers.map((driver) => ({ name: driver.name, ...driver.health() }));
    return { ok: all.every(({ ok }) => ok), detail: all.map(({ name, detail }) => `${name}: ${detail}`).join('; ') };
  }

  async counters(): Promise<Readonly<Record<string, number>>> {
    const sums: Record<string, number> = {};
    for (const driver of this.#drivers)
      for (const [name, value] of Object.entries(await driver.counters())) sums[name] = (sums[name] ?? 0) + value;
    return sums;
  }

  #originate(wish: Extract<Wish, { effect: 'originate' }>): void {
    const driver = this.#driverFor(wish);
    this.#places.set(wish.connectionId, { driver, callId: wish.callId });
    driver.wish(wish);
  }

  /** Where its call is; else where the telephone is registered; else the first that is up. */
  #driverFor({ callId, to }: Extract<Wish, { effect: 'originate' }>): SwitchDriver {
    for (const place of this.#places.values()) if (place.callId === callId) return place.driver;
    const registered = to.kind === 'device' ? [...(this.#devices.get(to.deviceId) ?? [])] : [];
    const candidates = registered.length > 0 ? registered : this.#drivers;
    const driver = candidates.find((one) => one.health().ok) ?? candidates[0];
    if (driver === undefined) throw new Error('a tenant without a switch');
    return driver;
  }

  #told(driver: SwitchDriver, fact: Fact): void {
    switch (fact.fact) {
      case 'snapshot':
        return this.#snapshotOf(driver, fact);
      case 'outOfReach':
        return this.#isAway(driver);
      case 'inboundCall':
        this.#places.set(fact.connectionId, { driver, callId: fact.callId });
        break;
      case 'cleared':
      case 'trunksBusy':
        this.#places.delete(fact.connectionId);
        break;
      case 'registered':
        this.#register(fact.deviceId, driver);
        break;
      case 'unregistered':
        // Elsewhere it may still be.
        if (this.#unregister(fact.deviceId, driver)) return;
        break;
      default:
    }
    this.#tell(fact);
  }

  #isAway(driver: SwitchDriver): void {
    this.#away.add(driver);
    this.#tell({ fact: 'outOfReach', connectionIds: this.#at((one) => one === driver) });
  }

  #at(is: (driver: SwitchDriver) => boolean): readonly ConnectionId[] {
    return [...this.#places].flatMap(([id, place]) => (is(place.driver) ? [id] : []));
  }

  #snapshotOf(driver: SwitchDriver, { connectionIds, deviceIds }: Snapshot): void {
    const there = new Set(connectionIds);
    for (const [id, place] of this.#places) if (place.driver === driver && !there.has(id)) this.#lost(id);
    for (const id of connectionIds) if (!this.#places.has(id)) this.#places.set(id, { driver, callId: null });
    for (const deviceId of [...this.#devices.keys()]) this.#unregister(deviceId, driver);
    for (const deviceId of deviceIds) this.#register(deviceId, driver);
    this.#silent.delete(driver);
    this.#away.delete(driver);
    this.#unheard.delete(driver);
    if (this.#silent.size === 0) this.#tellSnapshot();
  }

  /** A snapshot says so itself, unless it is one of a part: what that does not have may be where nobody has looked. */
  #lost(connectionId: ConnectionId): void {
    this.#places.delete(connectionId);
    if (this.#unheard.size > 0) this.#tell({ fact: 'cleared', connectionId, cause: 'switchLost' });
  }

  #tellSnapshot(): void {
    this.#tell({
      fact: 'snapshot',
      connectionIds: [...this.#places.keys()],
      deviceIds: [...this.#devices.keys()],
      outOfReach: this.#at((driver) => this.#away.has(driver)),
      isPartial: this.#unheard.size > 0,
    });
  }

  #register(deviceId: DeviceId, driver: SwitchDriver): void {
    this.#devices.set(deviceId, (this.#devices.get(deviceId) ?? new Set()).add(driver));
  }

  /** @returns whether it is still registered at another switch. */
  #unregister(deviceId: DeviceId, driver: SwitchDriver): boolean {
    const at = this.#devices.get(deviceId);
    at?.delete(driver);
    if (at !== undefined && at.size > 0) return true;
    this.#devices.delete(deviceId);
    return false;
  }
}
