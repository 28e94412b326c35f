// Serves this folder and the client's script: `node serve.mjs [port]`, then open http://localhost:8092/.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const script = fileURLToPath(new URL('../../packages/client/dist/script/cordboard-local.js', import.meta.url));
const types = { '.html': 'text/html; charset=utf-8', '.css': 'text/css', '.js': 'text/javascript; charset=utf-8' };
const [port = '8092'] = process.argv.slice(2);

async function answer(request, response) {
  const path = normalize(decodeURIComponent(new URL(request.url ?? '/', 'http://here').pathname));
  const file = path === '/cordboard-local.js' ? script : join(here, path === '/' ? 'index.html' : path);
  const body = await readFile(file).catch(() => null);
  if (body === null) response.writeHead(404).end();
  else response.setHeader('content-type', types[extname(file)] ?? 'text/plain').end(body);
}

const server = createServer((request, response) => void answer(request, response));
server.listen(Number(port), '127.0.0.1', () => console.log(`http://localhost:${server.address().port}/`));
