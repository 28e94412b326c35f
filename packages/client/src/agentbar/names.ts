// The types that follow from the dialect's rows: names, arguments, values.
import type {
  agentBarEvents,
  agentBarMethods,
  agentBarProperties,
  Arg,
  ArgType,
  CallStatus,
  MethodRow,
  Param,
  ValueOf,
} from '@cordboard/contract/dialects/agentbar';

export type Methods = typeof agentBarMethods;
export type BarMethodName = keyof Methods;
export type Events = typeof agentBarEvents;
export type BarEventName = keyof Events;
export type Properties = typeof agentBarProperties;
export type PropertyName = keyof Properties;

/** Everything may be left out: what is missing is said by a code. Text is taken for a number or a boolean. */
type Given<P extends Param> = P['type'] extends 'int'
  ? number | string
  : P['type'] extends 'bool'
    ? boolean | string
    : string | number;
type GivenAll<Params extends readonly Param[]> = { -readonly [K in keyof Params]: Given<Params[K]> };
export type CallArgs<M extends BarMethodName> = Partial<GivenAll<Methods[M]['params']>>;

/** As a request gets them: checked, and of their type. */
type Checked<P extends Param> = P['type'] extends 'int' ? number : P['type'] extends 'bool' ? boolean : string;
type CheckedAll<Params extends readonly Param[]> = { -readonly [K in keyof Params]: Checked<Params[K]> };
export type CheckedArgs<M extends BarMethodName> = CheckedAll<Methods[M]['params']>;

export type Returned<M extends BarMethodName> = Methods[M]['returns'] extends 'int'
  ? number
  : Methods[M]['returns'] extends 'bool'
    ? boolean
    : CallStatus;

type ValueOfArg<A> = A extends Arg ? ValueOf<A['type'] & ArgType> : never;
type Values<Args extends readonly Arg[]> = { -readonly [K in keyof Args]: ValueOfArg<Args[K]> };
export type EventArgs<E extends BarEventName> = Values<Events[E]['args']>;

export type TwinName = { [E in BarEventName]: Events[E] extends { twin: true } ? `JS${E}` : never }[BarEventName];
type AliasOf<Rows, Name extends keyof Rows> = Rows[Name] extends { aliases: readonly (infer Alias extends string)[] }
  ? Alias
  : never;
export type EventAlias = { [E in BarEventName]: AliasOf<Events, E> }[BarEventName];
type EventOfAlias<Alias> = { [E in BarEventName]: Alias extends AliasOf<Events, E> ? E : never }[BarEventName];

export type Listeners = { [E in BarEventName]: (...args: EventArgs<E>) => void } & {
  [T in TwinName]: (json: string) => void;
} & { [A in EventAlias]: (...args: EventArgs<EventOfAlias<A>>) => void };
export type ListenableName = keyof Listeners;

type Worth<Row extends { readonly type: string; readonly initial: unknown }> = Row['type'] extends 'string'
  ? string
  : Row['type'] extends 'int'
    ? number
    : Row['type'] extends 'bool'
      ? Row['initial'] extends null
        ? boolean | null
        : boolean
      : Row['type'] extends 'list'
        ? readonly string[]
        : number | null;
export type PropertyValues = { [P in PropertyName]: Worth<Properties[P]> };
export type PropertyAlias = { [P in PropertyName]: AliasOf<Properties, P> }[PropertyName];
export type MethodAlias = { [M in BarMethodName]: AliasOf<Methods, M> }[BarMethodName];

/** What a method came to; with what it asked for besides, under the argument names of its event. */
export type Outcome = { readonly retCode: number; readonly reason: string; readonly [more: string]: unknown };

export type MethodRows = Readonly<Record<BarMethodName, MethodRow>>;
