// The OpenAPI document as a page to read: no script, nothing from elsewhere.
import type { OpenApi } from './openapi.ts';

type Shown = {
  readonly summary: string;
  readonly parameters?: readonly { readonly name: string; readonly description?: string }[];
  readonly requestBody?: { readonly content: { readonly 'application/json': { readonly schema: Schema } } };
  readonly responses: Readonly<Record<string, { readonly description: string }>>;
  readonly security: readonly unknown[];
};
type Schema = {
  readonly title?: string;
  readonly description?: string;
  readonly anyOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
};

const safe = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const style = `
:root { color-scheme: light dark; --line: #8884; --soft: #8881; }
body { font: 15px/1.55 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.6rem; } h2 { font-size: 1.05rem; margin: 2rem 0 .3rem; font-family: ui-monospace, monospace; }
h2 b { display: inline-block; min-width: 3.5rem; } section { border-top: 1px solid var(--line); }
table { border-collapse: collapse; margin: .6rem 0; width: 100%; }
td { padding: .2rem .8rem .2rem 0; vertical-align: top; border-top: 1px solid var(--soft); }
td:first-child { font-family: ui-monospace, monospace; white-space: nowrap; width: 1%; }
.note { opacity: .75; }
`;

export function page({ info, paths }: OpenApi): string {
  const sections = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, shown]) => section(path, method, shown as Shown)),
  );
  return `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${safe(info.title)}</title><style>${style}</style>
<h1>${safe(info.title)} ${safe(info.version)}</h1>
<p>${safe(info.description)} The same for machines: <a href="/api/v1/openapi.json">openapi.json</a>.</p>
${sections.join('\n')}
</html>
`;
}

function section(path: string, method: string, shown: Shown): string {
  const schema = shown.requestBody?.content['application/json'].schema;
  return `<section><h2><b>${method.toUpperCase()}</b> ${safe(path)}</h2>
<p>${safe(shown.summary)}${shown.security.length > 0 ? ' <span class="note">Needs a session.</span>' : ''}</p>
${table((shown.parameters ?? []).map(({ name, description }) => [`?${name}`, description ?? '']))}
${schema === undefined ? '' : table(bodyRows(schema))}
${table(Object.entries(shown.responses).map(([status, { description }]) => [status, description]))}</section>`;
}

const bodyRows = (schema: Schema): readonly Row[] =>
  schema.anyOf === undefined
    ? Object.entries(schema.properties ?? {}).map(([name, { description }]) => [name, description ?? ''])
    : schema.anyOf.map((one) => [exampleOf(one), one.description ?? '']);

function exampleOf({ title, properties = {}, required = [] }: Schema): string {
  const fields = Object.keys(properties).filter((name) => name !== 'name');
  return `${title ?? ''} {${fields.map((name) => (required.includes(name) ? name : `${name}?`)).join(', ')}}`;
}

type Row = readonly [string, string];
const table = (rows: readonly Row[]): string =>
  rows.length === 0
    ? ''
    : `<table>${rows.map(([name, says]) => `<tr><td>${safe(name)}</td><td>${safe(says)}</td></tr>`).join('')}</table>`;
