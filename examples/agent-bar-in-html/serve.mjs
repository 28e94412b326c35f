// Serves this folder and the built element: `npm run build`, then `node serve.mjs [port]`, then open http://127.0.0.1:8090/.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const element = fileURLToPath(new URL('.', import.meta.resolve('@cordboard/toolbar')));
const types = { '.html': 'text/html', '.css': 'text/css', '.js': 'text/javascript', '.map': 'application/json' };

/** @param path of the request, beginning with a slash */
function fileOf(path) {
  const clean = normalize(decodeURIComponent(path));
  if (clean.startsWith('/agent-bar/')) return join(element, clean.slice('/agent-bar'.length));
  return join(here, clean === '/' ? 'index.html' : clean);
}

const server = createServer((request, response) => {
  const file = fileOf(new URL(request.url ?? '/', 'http://here').pathname);
  readFile(file).then(
    (body) => response.setHeader('content-type', types[extname(file)] ?? 'application/octet-stream').end(body),
    () => response.writeHead(404).end(),
  );
});
server.listen(Number(process.argv[2] ?? 8090), '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${server.address().port}/`);
});
