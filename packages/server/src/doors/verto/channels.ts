// Channels by their names: `vcc`, `vcc.<group or queue>`, `vcc.<group or queue>.<agent>`; who may subscribe to one, and which events it has.
import type { AgentId } from '@cordboard/domain';
import type { AgentPlace, Authenticated, Core, Named } from '../../core.ts';

/** What an event is about. */
export type Topic =
  | { readonly kind: 'agent'; readonly agentId: string; readonly place: AgentPlace | null }
  | { readonly kind: 'queue'; readonly queueId: string };

export type Channel = {
  readonly name: string;
  /** Whether an event belongs to it; broadcasts are matched by name. */
  readonly takes: (topic: Topic) => boolean;
};

type Who = Pick<Authenticated, 'session' | 'person'>;

/** Stands for the group or queue that goes without saying: seed 001 knows no other. */
const unnamed = 'default';
const everything = (): boolean => true;
const nothing = (): boolean => false;
const isCalled = (name: string, { id, name: shown }: Named): boolean => name === id || name === shown;

const isIn = (part: string, place: AgentPlace | null): boolean =>
  place !== null && (isCalled(part, place.group) || place.queues.some((queue) => isCalled(part, queue)));

/** `10001` of `default.10001`: seed 001 writes agents both ways. */
export const agentOf = (text: string): string => text.slice(text.lastIndexOf('.') + 1);

/** The name under which an event of an agent travels in full. */
export const topicName = (topic: Topic): string =>
  topic.kind === 'queue' ? `vcc.${topic.queueId}` : `vcc.${topic.place?.group.id ?? unnamed}.${topic.agentId}`;

/** A channel of events about somebody, or null when this person may not have it. */
export function channelOf(core: Core, who: Who, name: string): Channel | null {
  const [first, part, agent, ...more] = name.split('.');
  if (first === 'app') return { name, takes: nothing };
  if (first !== 'vcc' || more.length > 0 || part === '' || agent === '') return null;
  const { tenantId, agentId } = who.session;
  if (agent !== undefined) return agentChannel(core, who, name, part ?? '', agent as AgentId);
  if (!who.person.rights.includes('watchAgents') || who.person.scope === 'own') return null;
  if (part === undefined) return who.person.scope === 'tenant' ? { name, takes: everything } : null;
  // What a person may not watch never gets as far as here: the core tells him only what is in his reach.
  if (part === unnamed) return { name, takes: everything };
  const own = core.placeOf(tenantId, agentId)?.group;
  const groups = who.person.scope === 'tenant' ? core.groupsOf(tenantId) : own === undefined ? [] : [own];
  const known = [...groups, ...core.queuesOf(tenantId)].some((each) => isCalled(part, each));
  if (!known) return null;
  const queues = core.queuesOf(tenantId).filter((queue) => isCalled(part, queue));
  const takes = (topic: Topic): boolean =>
    topic.kind === 'agent' ? isIn(part, topic.place) : queues.some(({ id }) => id === topic.queueId);
  return { name, takes };
}

function agentChannel(core: Core, who: Who, name: string, part: string, agentId: AgentId): Channel | null {
  const { session, person } = who;
  const place = core.placeOf(session.tenantId, agentId);
  if (place === null || !(part === unnamed || isIn(part, place))) return null;
  const own = core.placeOf(session.tenantId, session.agentId)?.group.id;
  const watches =
    person.rights.includes('watchAgents') &&
    (person.scope === 'tenant' || (person.scope === 'group' && place.group.id === own));
  if (agentId !== session.agentId && !watches) return null;
  return { name, takes: (topic) => topic.kind === 'agent' && topic.agentId === agentId };
}

/** Whether a broadcast on `name` reaches who subscribed to `channel`: the same name, or its first part (mod_verto). */
export const carries = (channel: string, name: string): boolean =>
  channel === name || channel === name.split('.', 1)[0];
