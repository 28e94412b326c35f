// What the rows of the AgentBar dialect say, and the types that follow from them. Nothing here runs: rows are data, so that the client may carry them.
import type { structs } from './structs.table.ts';

/** `dictionary`: an object of strings by key; a struct's name with `[]`: a list of these. */
export type ArgType = 'string' | 'bool' | 'int' | 'string[]' | 'dictionary' | `${StructName}[]`;
export type StructName = keyof typeof structs;
export type StructOf<Name extends StructName> = { readonly [Field in (typeof structs)[Name][number]]: string };

export type ValueOf<Type extends ArgType> = Type extends 'string'
  ? string
  : Type extends 'bool'
    ? boolean
    : Type extends 'int'
      ? number
      : Type extends 'string[]'
        ? readonly string[]
        : Type extends 'dictionary'
          ? Readonly<Record<string, string>>
          : Type extends `${infer Name extends StructName}[]`
            ? readonly StructOf<Name>[]
            : never;

/** One parameter of a method. A page that passes a number or a boolean as text is understood. */
export type Param = {
  readonly name: string;
  readonly type: 'string' | 'bool' | 'int';
  /** The code when it is empty; without one it may be left out. */
  readonly empty?: number;
  /** The only values there are, and the code when it is none of them. */
  readonly oneOf?: readonly string[];
  readonly wrong?: number;
  /** What it is when left out. */
  readonly otherwise?: string;
};

export type MethodRow = {
  readonly does: string;
  readonly returns: 'int' | 'bool' | 'CallStatus';
  /** In the order of the document. */
  readonly params: readonly Param[];
  /** Properties that must not be empty, in the order in which they are looked at. */
  readonly needs: readonly string[];
  /** `link`: makes sense without a connection; `session`: before sign-in, once connecting has begun. */
  readonly before?: 'link' | 'session';
  /** Events it leads to when it succeeds. A failure is always told by `ServerResponse`. */
  readonly answers: readonly string[];
  /** Other spellings under which pages know it. */
  readonly aliases?: readonly string[];
  /** Not in the document. */
  readonly ours?: true;
};

export type Arg = { readonly name: string; readonly type: ArgType };

export type EventRow = {
  readonly says: string;
  /** In the order of the document, and letter by letter. */
  readonly args: readonly Arg[];
  /** Whether `JS` + name comes besides, with one JSON text whose keys are the argument names: where an argument is a list or a dictionary. */
  readonly twin?: true;
  /** It never comes: why. A page may listen to it all the same. */
  readonly never?: string;
  readonly aliases?: readonly string[];
  readonly ours?: true;
};

export type PropertyRow = {
  readonly type: 'string' | 'bool' | 'int' | 'list' | 'status';
  readonly initial: string | boolean | number | null | readonly string[];
  /** Who sets it; `both`: the page first, then the server's value replaces it. */
  readonly writtenBy: 'page' | 'server' | 'both';
  readonly says: string;
  /** The code when a method needs it and it is empty. */
  readonly empty?: number;
  readonly aliases?: readonly string[];
  readonly ours?: true;
};
