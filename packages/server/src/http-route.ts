// A request over HTTP that another door answers, as the HTTP door hands it over.

export type HttpAsked = {
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, unknown>>;
  /** What came as JSON or as a form; undefined: nothing. */
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly address: string;
};

export type HttpAnswer = { readonly status: number; readonly body: unknown };

export type HttpRoute = {
  readonly method: 'GET' | 'POST';
  /** With parameters as `:name`. */
  readonly path: string;
  /** Headers that pages of other origins may send with it. */
  readonly headers: readonly string[];
  answer(asked: HttpAsked): Promise<HttpAnswer>;
};
