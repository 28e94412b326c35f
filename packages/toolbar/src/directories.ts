// Whom one can call: colleagues, queues, menus; fetched again while a picker is open, so that states are live.
import type { AgentView, CallView, ClientState, ConnectionView, CordboardClient, QueueView } from '@cordboard/client';
import { colleaguesMax, directoryEveryMs } from './limits.ts';
import type { Colleague, DeviceChoice, Directory, SignInForm } from './bar-state.ts';

function colleagueOf(agent: AgentView, watched: readonly CallView[]): Colleague {
  const { agentId, name, groupId, state, reason, since, activity, deviceId } = agent;
  const call = watched.find(({ connections }) => connections.some(({ party }) => isAgent(party, agentId)));
  return {
    agentId,
    name,
    groupId,
    state,
    reason,
    since,
    activity: call === undefined ? activity : activityIn(call, agentId),
    with: call === undefined ? null : otherIn(call, agentId),
    deviceId,
  };
}

const isAgent = (party: ConnectionView['party'], agentId: string): boolean =>
  party.kind === 'agent' && party.agentId === agentId;

/** Newer than what the agent's own view says: calls tell more often. */
function activityIn(call: CallView, agentId: string): Colleague['activity'] {
  const own = call.connections.find(({ party }) => isAgent(party, agentId));
  const made = isAgent(call.from, agentId);
  if (own === undefined || own.state === 'null') return 'none';
  if (own.state === 'hold') return 'hold';
  if (own.state !== 'connected') return made ? 'calling' : 'ringing';
  const answered = call.connections.some((other) => other !== own && other.connectedAt !== null);
  if (made && !answered) return 'calling';
  return own.muted ? 'muted' : 'talking';
}

function otherIn(call: CallView, agentId: string): string {
  const other = call.connections.find(({ party, state }) => !isAgent(party, agentId) && state !== 'null')?.party;
  const party = other ?? call.from;
  return party.name || (party.kind === 'outside' ? party.number : party.deviceId);
}

function queueOf({ queueId, name, waiting }: QueueView): Directory['queues'][number] {
  return { queueId, name, waiting };
}

export class Directories {
  directory: Directory = { colleagues: [], queues: [], menus: [], presets: [] };
  /** As the server said it last; calls are joined to it. */
  #agents = new Map<string, AgentView>();
  readonly #client: CordboardClient;
  readonly #changed: (directory: Directory) => void;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(client: CordboardClient, changed: (directory: Directory) => void) {
    this.#client = client;
    this.#changed = changed;
  }

  /** Telephones to choose from at sign-in: those fit for the place first. A desk phone has registered already, a browser's will. */
  devices(at: SignInForm['at']): readonly DeviceChoice[] {
    const { devices, session } = this.#client.state;
    return devices
      .toSorted((a, b) => (at === 'desk' ? 1 : -1) * (Number(b.registered) - Number(a.registered)))
      .map(({ deviceId, name, agentId }) => ({
        deviceId,
        name,
        taken: agentId !== null && agentId !== session?.agent.agentId,
      }));
  }

  queueName(queueId: string): string {
    return this.directory.queues.find((queue) => queue.queueId === queueId)?.name ?? queueId;
  }

  /** Takes in what events told. */
  fold(client: ClientState): void {
    for (const [agentId, agent] of client.agents) this.#agents.set(agentId, agent);
    this.directory = {
      ...this.directory,
      colleagues: this.#colleagues(),
      queues: client.queues.map(queueOf),
      menus: client.ivrs,
    };
  }

  /** @param on a picker is open */
  watch(on: boolean): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    if (!on) return;
    void this.#fetch();
    this.#timer = setInterval(() => void this.#fetch(), directoryEveryMs);
  }

  /** What one may not see stays empty; a number can be typed in any case. */
  async #fetch(): Promise<void> {
    const [agents, queues, lists] = await Promise.allSettled([
      this.#allAgents(),
      this.#client.call('queue.list', {}),
      this.#client.call('directory.lists', {}),
    ]);
    if (agents.status === 'fulfilled') this.#agents = new Map(agents.value.map((one) => [one.agentId, one]));
    this.directory = {
      colleagues: this.#colleagues(),
      queues: queues.status === 'fulfilled' ? queues.value.queues.map(queueOf) : this.directory.queues,
      menus: this.#client.state.ivrs,
      presets: lists.status === 'fulfilled' ? lists.value.ivrProfiles : this.directory.presets,
    };
    this.#changed(this.directory);
  }

  #colleagues(): readonly Colleague[] {
    const { watched } = this.#client.state;
    return [...this.#agents.values()].slice(0, colleaguesMax).map((agent) => colleagueOf(agent, watched));
  }

  async #allAgents(): Promise<readonly AgentView[]> {
    const found: AgentView[] = [];
    let after: AgentView['agentId'] | null = null;
    do {
      const page: { readonly agents: readonly AgentView[]; readonly next: AgentView['agentId'] | null } =
        await this.#client.call('agent.list', after === null ? {} : { after });
      found.push(...page.agents);
      after = page.next;
    } while (after !== null && found.length < colleaguesMax);
    return found;
  }
}
