// The rules of the house that a machine can check: who may import whom, what is declared, how files are named and begin.
import { readFileSync, readdirSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { basename, dirname, join, posix, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const notOurs = new Set(['node_modules', 'dist', 'data', 'coverage', '.git']);

function* filesUnder(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (notOurs.has(entry.name)) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesUnder(path);
    else yield relative(root, path).split(sep).join('/');
  }
}

const files = [...filesUnder(root)];
const textOf = (file: string): string => readFileSync(join(root, file), 'utf8');
const isTest = (file: string): boolean => /\.(test|suite|scenario)\.ts$/.test(file);
const code = files.filter((file) => /\.(ts|mts|mjs)$/.test(file) && !file.endsWith('.d.ts'));
const sources = code.filter((file) => /^packages\/[^/]+\/src\//.test(file));

type PackageFile = {
  readonly name: string;
  readonly engines?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
};
const packageFile = (file: string): PackageFile => JSON.parse(textOf(file)) as PackageFile;
const packageFiles = files.filter((file) => basename(file) === 'package.json');
const rootPackage = packageFile('package.json');

type Import = { readonly from: string; readonly line: string; readonly to: string; readonly typeOnly: boolean };

const importing =
  /^[ \t]*(?:import|export)\s+(type\s+)?(?:[^'";]*?\sfrom\s+)?['"]([^'"\n]+)['"]|import\(\s*['"]([^'"\n]+)['"]\s*\)|^[ \t]*declare module ['"]([^'"]+)['"]/gm;

function importsOf(file: string): readonly Import[] {
  return [...textOf(file).matchAll(importing)].flatMap(([line, type, named, called]) => {
    const to = named ?? called;
    return to === undefined ? [] : [{ from: file, line: line.trim(), to, typeOnly: type !== undefined }];
  });
}

const imports = sources.filter((file) => !isTest(file)).flatMap(importsOf);
const packageOf = (file: string): string => file.split('/')[1] ?? '';
const libraryOf = (to: string): string => to.split('/', to.startsWith('@') ? 2 : 1).join('/');
const isRelative = (to: string): boolean => to.startsWith('.');
const isBuiltIn = (to: string): boolean => to.startsWith('node:') || builtinModules.includes(to);
const said = (each: Import): string => `${each.from}: ${each.line}`;

/** What each package may import besides itself: a library, or one entry of it. `types`: with `import type` only. */
const packageTable: Readonly<
  Record<string, { readonly values: readonly string[]; readonly types: readonly string[]; readonly node: boolean }>
> = {
  domain: { values: [], types: [], node: false },
  contract: { values: ['zod'], types: ['@cordboard/domain'], node: false },
  telephony: { values: ['werift', 'ws'], types: [], node: true },
  server: { values: ['*'], types: ['*'], node: true },
  // The rows of the AgentBar dialect are data that the client carries (docs/adr/0012-agentbar-rows-in-the-client.md).
  client: {
    values: ['@cordboard/contract/dialects/agentbar', '@cordboard/contract/dialects/ipsc/events'],
    types: ['@cordboard/contract'],
    node: false,
  },
  desktop: {
    values: ['@cordboard/client', '@cordboard/contract', '@cordboard/telephony', 'pino', 'ws', 'zod'],
    types: [],
    node: true,
  },
  middleware: {
    values: [
      '@cordboard/contract',
      '@cordboard/server/parts',
      '@fastify/compress',
      '@fastify/cookie',
      'fastify',
      'pg',
      'string-width',
      'ws',
      'zod',
    ],
    types: [],
    node: true,
  },
  toolbar: { values: ['@cordboard/client', 'lit', 'jssip'], types: ['@cordboard/contract'], node: false },
};

test('every package is in the import table', () => {
  expect([...new Set(sources.map(packageOf))].filter((name) => !Object.hasOwn(packageTable, name))).toEqual([]);
});

test('packages import what the table allows', () => {
  const wrong = imports.filter((each) => {
    const rule = packageTable[packageOf(each.from)];
    if (rule === undefined || isRelative(each.to)) return false;
    if (isBuiltIn(each.to)) return !rule.node;
    const library = libraryOf(each.to);
    if (rule.values.includes('*')) return library === '@cordboard/client' || library === '@cordboard/toolbar';
    const allowed = rule.values.includes(library) || rule.values.includes(each.to);
    return !(allowed || (each.typeOnly && rule.types.includes(library)));
  });
  expect(wrong.map(said)).toEqual([]);
});

test('relative imports stay inside their package and end in .ts', () => {
  const wrong = imports.filter((each) => {
    if (!isRelative(each.to)) return false;
    const target = posix.join(dirname(each.from), each.to.split('?')[0] ?? '');
    const inside = target.startsWith(`packages/${packageOf(each.from)}/`);
    return !inside || !(target.endsWith('.ts') || target.endsWith('.css') || target.endsWith('.json'));
  });
  expect(wrong.map(said)).toEqual([]);
});

/** The rooms of the server: what each may see of the others. Everybody sees the files at the top of `src`, but for those that compose. */
const serverRooms: Readonly<Record<string, readonly string[]>> = {
  doors: [],
  drivers: [],
  storage: [],
  publish: [],
  configuration: [],
  numbers: [],
  accounts: ['storage/store.ts'],
  demo: ['storage/store.ts'],
};
/** What the drivers share stands beside their port. */
const ports = ['storage/store.ts', 'drivers/switch.ts', 'drivers/browser-phones.ts', 'drivers/call-headers.ts'];
/** What the drivers of switches outside share. */
const shared = 'drivers/external/';
const server = 'packages/server/src/';

function roomOf(path: string): string {
  const parts = path.slice(server.length).split('/');
  // Each door and each driver is a room of its own; the ports lie beside them.
  if (parts.length === 1) return '';
  return (parts[0] === 'doors' || parts[0] === 'drivers') && parts.length > 2
    ? `${parts[0]}/${parts[1]}`
    : (parts[0] ?? '');
}

test('doors, drivers and storage meet through ports only', () => {
  const wrong = imports.filter((each) => {
    if (!each.from.startsWith(server) || !isRelative(each.to)) return false;
    const target = posix.join(dirname(each.from), each.to);
    const [from, to] = [roomOf(each.from), roomOf(target)];
    const path = target.slice(server.length);
    if (from === to || from === '') return false;
    if (to === '') return ['main.ts', 'loop.ts', 'tenant.ts', 'tenants.ts'].includes(path);
    if (from.startsWith('drivers/') && path.startsWith(shared)) return false;
    const [area = ''] = from.split('/');
    if (ports.includes(path) && (from.startsWith(`${path.split('/')[0]}/`) || from === path.split('/')[0]))
      return false;
    return !(serverRooms[area] ?? []).includes(path);
  });
  expect(wrong.map(said)).toEqual([]);
});

test('the loop and what it is made of see ports, not what stands behind them', () => {
  const heart = ['loop.ts', 'tenant.ts', 'tenants.ts', 'core.ts', 'timers.ts'].map((file) => server + file);
  const wrong = imports.filter((each) => {
    if (!heart.includes(each.from) || !isRelative(each.to)) return false;
    const path = posix.join(dirname(each.from), each.to).slice(server.length);
    return /^(doors|drivers|storage|configuration|demo)\//.test(path) && !ports.includes(path);
  });
  expect(wrong.map(said)).toEqual([]);
});

test('what is imported is declared by the package that imports it', () => {
  const undeclared = sources.flatMap((file) => {
    const own = packageFile(`packages/${packageOf(file)}/package.json`);
    const known = { ...own.dependencies, ...own.devDependencies, ...(isTest(file) ? rootPackage.devDependencies : {}) };
    return importsOf(file).filter((each) => {
      if (isRelative(each.to) || isBuiltIn(each.to)) return false;
      const library = libraryOf(each.to);
      return (
        library !== own.name &&
        !Object.hasOwn(known, library) &&
        !(each.typeOnly && Object.hasOwn(known, `@types/${library}`))
      );
    });
  });
  expect(undeclared.map(said)).toEqual([]);
});

test('versions are pinned exactly, and every package wants the same Node', () => {
  const loose = packageFiles.flatMap((file) => {
    const { dependencies, devDependencies } = packageFile(file);
    return Object.entries({ ...dependencies, ...devDependencies })
      .filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))
      .map(([name, version]) => `${file}: ${name} ${version}`);
  });
  expect(loose).toEqual([]);
  const ours = packageFiles.filter((file) => file === 'package.json' || file.startsWith('packages/'));
  expect(new Set(ours.map((file) => packageFile(file).engines?.['node']))).toEqual(
    new Set([rootPackage.engines?.['node']]),
  );
});

test('no file is named after nothing', () => {
  const empty = /(^|[-.])(utils?|helpers?|managers?|services?|misc|common-stuff)([-.]|$)/i;
  expect(code.filter((file) => file.split('/').some((part) => empty.test(part)))).toEqual([]);
  expect(sources.filter((file) => !/^[a-z0-9]+([.-][a-z0-9]+)*$/.test(basename(file)))).toEqual([]);
});

const opening = /^(#!.*\n)?\/\/ \S[^\n]{8,}[.!?]\n/;

test('a file opens with a sentence that says what it is', () => {
  const silent = code.filter((file) => !file.includes('/migrations/') && !opening.test(textOf(file)));
  expect(silent).toEqual([]);
});

const maxLinesPerFile = 350;

test(`no source is longer than ${maxLinesPerFile} lines, tables and tests aside`, () => {
  const long = code
    .filter((file) => !isTest(file) && !file.endsWith('.table.ts') && !file.includes('/migrations/'))
    .map((file) => ({ file, lines: textOf(file).split('\n').length }))
    .filter(({ lines }) => lines > maxLinesPerFile);
  expect(long).toEqual([]);
});

test('limits carry their unit in their name', () => {
  const time = /timeout|interval|lifetime|life|delay|every|backoff|grace|expires|retry(?!s)|window/i;
  const size = /bytes|size|buffer/i;
  const unit =
    /(Ms|S|Bytes|Hz|Characters|Samples|Frames|Packets|Events|Entries|Digits|Attempts|PerCall|PerSession|Tries|Max)$/;
  const wrong = files
    .filter((file) => basename(file) === 'limits.ts')
    .flatMap((file) =>
      [...textOf(file).matchAll(/^\s*(?:export const )?(\w+)(?::| =) [\d_]+[,;]?/gm)]
        .map((match) => match[1] ?? '')
        .filter((name) => (time.test(name) || size.test(name)) && !unit.test(name))
        .map((name) => `${file}: ${name}`),
    );
  expect(wrong).toEqual([]);
});

test('nothing names a machine it was made on, or where its packages came from', () => {
  const machine = /(?<![\w.$}/-])\/(root|home|Users|work)\/[\w.]/;
  const registry = /"resolved": "https?:|\bregistry\.[a-z]+\.[a-z]{2,}|npmmirror|artifactory|\/\/[\w.-]*\bnexus\b/i;
  const told = files
    .filter((file) => /\.(ts|mjs|js|json|md|html|css|sql|yml|yaml|sh)$|^\.ci\/|^\.npmrc$/.test(file))
    .filter((file) => file !== 'test/tidy.test.ts')
    .flatMap((file) =>
      textOf(file)
        .split('\n')
        .flatMap((line, at) =>
          machine.test(line) || registry.test(line) ? [`${file}:${at + 1}: ${line.trim().slice(0, 120)}`] : [],
        ),
    );
  expect(told).toEqual([]);
});

test('what the README tells a newcomer to type exists', () => {
  const scripts = Object.keys((JSON.parse(textOf('package.json')) as { scripts: Record<string, string> }).scripts);
  const readme = textOf('README.md');
  expect(readme).toContain('npm start');
  expect(readme).toContain('npm test');
  const named = [...readme.matchAll(/npm run ([a-z:]+)/g)].map((match) => match[1] ?? '');
  expect(named.filter((name) => !scripts.includes(name))).toEqual([]);
  const linked = [...readme.matchAll(/\]\((?!https?:|#)([^)#]+)[^)]*\)/g)].map((match) => match[1] ?? '');
  expect(linked.filter((file) => !files.includes(file) && !files.some((each) => each.startsWith(`${file}/`)))).toEqual(
    [],
  );
});
