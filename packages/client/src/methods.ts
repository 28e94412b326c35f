// `client.methods.call.hold({ callId })`: the method names as a tree of functions, made by a small Proxy.
import type { MethodName, ParamsInputOf, ResultOf } from '@cordboard/contract';

export type CallArguments<M extends MethodName> =
  Record<string, never> extends ParamsInputOf<M> ? [params?: ParamsInputOf<M>] : [params: ParamsInputOf<M>];

type Feature = MethodName extends `${infer Name}.${string}` ? Name : never;
type VerbOf<F extends Feature> = Extract<MethodName, `${F}.${string}`> extends `${F}.${infer Verb}` ? Verb : never;

export type MethodTree = {
  readonly [F in Feature]: {
    readonly [V in VerbOf<F>]: `${F}.${V}` extends infer M extends MethodName
      ? (...args: CallArguments<M>) => Promise<ResultOf<M>>
      : never;
  };
};

/** @param call what a leaf of the tree does. */
export function methodTree(call: (method: MethodName, params: unknown) => Promise<unknown>): MethodTree {
  const feature = (name: string): object =>
    new Proxy(Object.create(null) as object, {
      get: (_, verb) => (params?: unknown) => call(`${name}.${String(verb)}` as MethodName, params ?? {}),
    });
  return new Proxy(Object.create(null) as object, {
    get: (_, name) => feature(String(name)),
  }) as MethodTree;
}
