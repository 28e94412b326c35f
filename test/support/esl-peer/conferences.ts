// The peer's conferences, by mod_conference's own rules: members by numbers, relations, and what each hears of the others.
import type { PeerChannel } from './channel.ts';
import type { EslPeer } from './esl-peer.ts';

type Member = {
  readonly id: number;
  readonly channel: PeerChannel;
  canSpeak: boolean;
  canHear: boolean;
  readonly nohear: Set<number>;
  readonly nospeak: Set<number>;
};

export class Conferences {
  readonly #peer: EslPeer;
  readonly #rooms = new Map<string, Map<number, Member>>();
  #ids = 0;

  constructor(peer: EslPeer) {
    this.#peer = peer;
  }

  /** @param data `name@profile+flags{mute|deaf}` */
  enter(channel: PeerChannel, data: string): void {
    const [, name = '', profile = '', flags = ''] = /^([^@]+)@([^+]+)(?:\+flags\{(.*)\})?$/u.exec(data) ?? [];
    if (profile !== 'cordboard') throw new Error(`no such conference profile: ${data}`);
    const room = this.#rooms.get(name) ?? new Map<number, Member>();
    this.#rooms.set(name, room);
    const [id, given] = [(this.#ids += 1), flags.split('|')];
    const [canSpeak, canHear] = [!given.includes('mute'), !given.includes('deaf')];
    room.set(id, { id, channel, canSpeak, canHear, nohear: new Set(), nospeak: new Set() });
    this.#tell('add-member', name, id, channel);
  }

  leave(channel: PeerChannel): void {
    for (const [name, room] of this.#rooms)
      for (const { id, channel: one } of room.values()) {
        if (one !== channel) continue;
        room.delete(id);
        if (room.size === 0) this.#rooms.delete(name);
        this.#tell('del-member', name, id, channel);
      }
  }

  heardBy(channel: PeerChannel): readonly number[] {
    for (const room of this.#rooms.values()) {
      const own = [...room.values()].find((member) => member.channel === channel);
      if (own === undefined) continue;
      if (!own.canHear) return [];
      return [...room.values()].flatMap((other) => {
        const isHeard = other !== own && other.canSpeak && !own.nohear.has(other.id) && !other.nospeak.has(own.id);
        return isHeard ? other.channel.call.speaking : [];
      });
    }
    return [];
  }

  command(rest: string): string {
    if (rest === 'json_list') return this.#list();
    const [name = '', what = '', ids = '', others = '', how = ''] = rest.split(' ');
    const room = this.#rooms.get(name);
    if (room === undefined) return `-ERR Conference ${name} not found\n`;
    if (what === 'relate') return relate(room, ids, others, how);
    const member = room.get(Number(ids));
    if (member === undefined) return `-ERR Member: ${ids} not found.\n`;
    if (what === 'undeaf') member.canHear = true;
    else if (what === 'unmute') member.canSpeak = true;
    else return `-ERR Conference command '${what}' not found.\n`;
    return `+OK ${what} ${ids}\n`;
  }

  #list(): string {
    if (this.#rooms.size === 0) return '+OK No active conferences.\n';
    const all = [...this.#rooms].map(([name, room]) => ({
      conference_name: name,
      members: [...room.values()].map(({ id, channel }) => ({ type: 'caller', id, uuid: channel.uuid })),
    }));
    return JSON.stringify(all);
  }

  #tell(action: string, name: string, id: number, channel: PeerChannel): void {
    this.#peer.fire('CUSTOM', {
      'Event-Subclass': 'conference::maintenance',
      'Conference-Name': name,
      'Conference-Profile-Name': 'cordboard',
      'Unique-ID': channel.uuid,
      'Member-ID': String(id),
      Action: action,
    });
  }
}

function relate(room: Map<number, Member>, ids: string, others: string, how: string): string {
  if (how !== 'nohear' && how !== 'nospeak' && how !== 'clear') return '-ERR syntax\n';
  const said: string[] = [];
  for (const id of ids.split(',').map(Number))
    for (const other of others.split(',').map(Number)) {
      const member = room.get(id);
      if (member === undefined || (how !== 'clear' && !room.has(other))) {
        said.push(`-ERR relationship ${id}->${other} not found.\n`);
        continue;
      }
      // A relation is replaced as a whole.
      member.nohear.delete(other);
      member.nospeak.delete(other);
      if (how !== 'clear') member[how].add(other);
      said.push(how === 'clear' ? `+OK relationship ${id}->${other} cleared.\n` : `+OK ${id}->${other} ${how} set\n`);
    }
  return said.join('');
}
