// The class AgentBar of seed 003: properties, methods and events by the rows of the dialect, over the native client.
import {
  agentBarMethods,
  agentBarProperties,
  type AgentStateName,
  type MethodRow,
  type PropertyRow,
} from '@cordboard/contract/dialects/agentbar';
import type { CordboardClient } from '../client.ts';
import { listenable } from './listeners.ts';
import type {
  BarMethodName,
  CallArgs,
  ListenableName,
  Listeners,
  MethodAlias,
  Outcome,
  PropertyAlias,
  PropertyName,
  PropertyValues,
  Returned,
} from './names.ts';
import { asProperty } from './properties.ts';
import { agentStateOf, callStatusOf } from './status.ts';
import type { BarView } from './view.ts';
import { Workings, type BarOptions } from './workings.ts';

/** What stands on every AgentBar besides what the rows say. */
class Bar {
  readonly #workings: Workings;

  constructor(options: BarOptions = {}) {
    this.#workings = new Workings(options);
    workingsOf.set(this, this.#workings);
  }

  /**
   * @param name an event, its twin (`JS…`), or either with `on` before it.
   * @throws TypeError when there is no such event.
   */
  on<Name extends ListenableName>(name: Name, listener: Listeners[Name]): this {
    this.#workings.listeners.on(name, listener as never);
    return this;
  }

  off<Name extends ListenableName>(name: Name, listener: Listeners[Name]): this {
    this.#workings.listeners.off(name, listener as never);
    return this;
  }

  /** As Internet Explorer has it for controls. */
  attachEvent(name: string, listener: (...args: never[]) => void): boolean {
    this.#workings.listeners.on(name, listener as never);
    return true;
  }

  detachEvent(name: string, listener: (...args: never[]) => void): void {
    this.#workings.listeners.off(name, listener as never);
  }

  /** As elements have it. */
  addEventListener(name: string, listener: (...args: never[]) => void): void {
    this.attachEvent(name, listener);
  }

  removeEventListener(name: string, listener: (...args: never[]) => void): void {
    this.detachEvent(name, listener);
  }

  /** Agent_State: what a page shows of its own agent. */
  get agentState(): AgentStateName {
    return agentStateOf(this.#workings.state);
  }

  /** The native client underneath, for what this class has no word for; null before DoConnect. */
  get client(): CordboardClient | null {
    return this.#workings.client;
  }

  get view(): BarView | null {
    return this.#workings.view;
  }

  /** The bar on the screen: buttons that need more ask it. */
  set view(view: BarView | null) {
    this.#workings.view = view;
  }
}

const workingsOf = new WeakMap<object, Workings>();
const workings = (bar: object): Workings => {
  const found = workingsOf.get(bar);
  if (found === undefined) throw new TypeError('not an AgentBar');
  return found;
};

function define(name: string, descriptor: PropertyDescriptor): void {
  Object.defineProperty(Bar.prototype, name, { configurable: true, enumerable: true, ...descriptor });
}

/** DoConnect returns 0 or a code, GetCallStatus the status, all others whether they could be sent. */
function returned(bar: object, row: MethodRow, wrong: number): unknown {
  if (row.returns === 'CallStatus') return callStatusOf(workings(bar).state);
  return row.returns === 'int' ? wrong : wrong === 0;
}

for (const [name, row] of Object.entries<MethodRow>(agentBarMethods)) {
  const method = name as BarMethodName;
  const plain = function (this: object, ...args: unknown[]): unknown {
    const { wrong, outcome } = workings(this).perform(method, args);
    void outcome;
    return returned(this, row, wrong);
  };
  const waiting = function (this: object, ...args: unknown[]): Promise<Outcome> {
    return workings(this).perform(method, args).outcome;
  };
  for (const spelling of [name, ...(row.aliases ?? [])]) {
    define(spelling, { value: plain });
    define(`${spelling}Async`, { value: waiting });
  }
}

for (const [name, row] of Object.entries<PropertyRow>(agentBarProperties)) {
  const property = name as PropertyName;
  const accessor: PropertyDescriptor = {
    get(this: object) {
      return workings(this).properties[property];
    },
    set(this: object, value: unknown) {
      Object.assign(workings(this).properties, { [property]: asProperty(row.type, value) });
    },
  };
  for (const spelling of [name, ...(row.aliases ?? [])]) define(spelling, accessor);
}

for (const name of listenable.keys()) {
  define(name, {
    get(this: object) {
      return workings(this).listeners.handlerOf(name);
    },
    set(this: object, handler: unknown) {
      workings(this).listeners.setHandler(name, handler);
    },
  });
}

type Spelling = BarMethodName | MethodAlias;
type MethodOf<Name extends Spelling> = Name extends BarMethodName ? Name : 'DoTransferIvrProfile';
type PropertyOf<Name extends PropertyName | PropertyAlias> = Name extends PropertyName
  ? Name
  : Name extends 'WebURL'
    ? 'WebUrl'
    : 'ServerPort';

export type AgentBar = Bar & {
  [Name in Spelling]: (...args: CallArgs<MethodOf<Name>>) => Returned<MethodOf<Name>>;
} & {
  [Name in Spelling as `${Name}Async`]: (...args: CallArgs<MethodOf<Name>>) => Promise<Outcome>;
} & { [Name in PropertyName | PropertyAlias]: PropertyValues[PropertyOf<Name>] } & {
  [Name in ListenableName]: Listeners[Name] | null;
};

/** `new AgentBar()` as seed 003 has it. */
export const AgentBar = Bar as unknown as new (options?: BarOptions) => AgentBar;
