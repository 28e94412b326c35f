// Whom one can call: colleagues, queues, menus; fetched again while a picker is open, so that states are live.
import type { AgentView, ClientState, CordboardClient, QueueView } from '@cordboard/client';
import { colleaguesMax, directoryEveryMs } from './limits.ts';
import type { Colleague, DeviceChoice, Directory, SignInForm } from './bar-state.ts';

function colleagueOf(agent: AgentView): Colleague {
  const { agentId, name, state, reason, deviceId } = agent;
  return { agentId, name, state, reason, deviceId };
}

function queueOf({ queueId, name, waiting }: QueueView): Directory['queues'][number] {
  return { queueId, name, waiting };
}

export class Directories {
  directory: Directory = { colleagues: [], queues: [], menus: [] };
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
    const told = client.agents;
    const known = new Set(this.directory.colleagues.map((one) => one.agentId));
    const fresh = [...told.values()].filter((agent) => !known.has(agent.agentId)).map(colleagueOf);
    const colleagues = this.directory.colleagues.map((one) => {
      const view = told.get(one.agentId);
      return view ? colleagueOf(view) : one;
    });
    this.directory = {
      colleagues: [...colleagues, ...fresh].slice(0, colleaguesMax),
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
    const [agents, queues] = await Promise.allSettled([this.#allAgents(), this.#client.call('queue.list', {})]);
    this.directory = {
      colleagues: agents.status === 'fulfilled' ? agents.value : this.directory.colleagues,
      queues: queues.status === 'fulfilled' ? queues.value.queues.map(queueOf) : this.directory.queues,
      menus: this.#client.state.ivrs,
    };
    this.#changed(this.directory);
  }

  async #allAgents(): Promise<readonly Colleague[]> {
    const found: Colleague[] = [];
    let after: AgentView['agentId'] | null = null;
    do {
      const page: { readonly agents: readonly AgentView[]; readonly next: AgentView['agentId'] | null } =
        await this.#client.call('agent.list', after === null ? {} : { after });
      found.push(...page.agents.map(colleagueOf));
      after = page.next;
    } while (after !== null && found.length < colleaguesMax);
    return found;
  }
}
