// The room of one call: a conference of FreeSWITCH's in which relations say who does not hear whom.
import type { ConnectionId } from '@cordboard/domain';
import { unheardIn, type Arrangement } from './arrangement.ts';
import type { Freeswitch } from './freeswitch.ts';

type Member = {
  /** By which the conference knows him. */
  readonly number: string;
  /** Whom he has been kept from hearing, by their numbers. */
  readonly unheard: Set<string>;
  /** False after a loss of the connection: then all is told anew. */
  isKnown: boolean;
  /** Has been let hear and speak. */
  isOpen: boolean;
};

export class Room {
  readonly name: string;
  readonly #freeswitch: Freeswitch;
  readonly #members = new Map<ConnectionId, Member>();

  constructor(name: string, freeswitch: Freeswitch) {
    this.name = name;
    this.#freeswitch = freeswitch;
  }

  get size(): number {
    return this.#members.size;
  }

  entered(id: ConnectionId, number: string): void {
    if (this.#members.get(id)?.number !== number)
      this.#members.set(id, { number, unheard: new Set(), isKnown: true, isOpen: false });
  }

  /** @param number another one: he has entered again meanwhile. @returns whether he was there. */
  left(id: ConnectionId, number: string): boolean {
    return this.#members.get(id)?.number === number && this.#members.delete(id);
  }

  /** He is sent elsewhere: what is told of his entering is past. */
  gone(id: ConnectionId): void {
    this.#members.delete(id);
  }

  /** Who is there after the connection was lost; what had been told them is not known any more. */
  found(numbers: ReadonlyMap<ConnectionId, string>): void {
    this.#members.clear();
    for (const [id, number] of numbers)
      this.#members.set(id, { number, unheard: new Set(), isKnown: false, isOpen: false });
  }

  /** First whoever is not to be heard any more, then who is, and at last the newcomers are let in. */
  async converge(hears: Arrangement['hears']): Promise<void> {
    const members = [...this.#members.values()];
    const wanted = unheardIn(new Map([...this.#members].map(([id, { number }]) => [id, number])), hears);
    const unheardBy = ({ number }: Member): ReadonlySet<string> => wanted.get(number) ?? new Set();
    await eachOf(members, async (member) => {
      const shut = [...unheardBy(member)].filter((other) => !member.unheard.has(other));
      if (await this.#relate(member, shut, 'nohear')) for (const other of shut) member.unheard.add(other);
    });
    await eachOf(members, async (member) => {
      const others = members.filter(({ number }) => number !== member.number && !unheardBy(member).has(number));
      const open = others.map(({ number }) => number).filter((other) => !member.isKnown || member.unheard.has(other));
      if (!(await this.#relate(member, open, 'clear'))) return;
      member.isKnown = true;
      for (const other of open) member.unheard.delete(other);
    });
    const isSettled = members.every((member) => [...unheardBy(member)].every((other) => member.unheard.has(other)));
    if (!isSettled) return;
    await eachOf(members, async (member) => {
      if (!member.isOpen) member.isOpen = await this.#letIn(member);
    });
  }

  async #relate({ number }: Member, others: readonly string[], how: 'nohear' | 'clear'): Promise<boolean> {
    if (others.length === 0) return true;
    return this.#freeswitch.did(`conference ${this.name} relate ${number} ${others.join(',')} ${how}`);
  }

  async #letIn({ number }: Member): Promise<boolean> {
    const isHearing = await this.#freeswitch.did(`conference ${this.name} undeaf ${number}`);
    return isHearing && this.#freeswitch.did(`conference ${this.name} unmute ${number} quiet`);
  }
}

/** All at once. */
const eachOf = async (members: readonly Member[], step: (member: Member) => Promise<void>): Promise<void> =>
  void (await Promise.all(members.map(step)));
