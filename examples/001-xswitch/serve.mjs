// Serves this folder: `node serve.mjs [port] [address of the Cordboard server]`, then open http://127.0.0.1:8090/.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const types = { '.html': 'text/html; charset=utf-8', '.css': 'text/css', '.js': 'text/javascript; charset=utf-8' };
const written = 'http://127.0.0.1:8080';
const [port = '8090', cordboard = written] = process.argv.slice(2);

async function answer(request, response) {
  const path = normalize(decodeURIComponent(new URL(request.url ?? '/', 'http://here').pathname));
  const file = join(here, path === '/' ? 'index.html' : path);
  const body = await readFile(file, 'utf8').catch(() => null);
  if (body === null) response.writeHead(404).end();
  else
    response.setHeader('content-type', types[extname(file)] ?? 'text/plain').end(body.replaceAll(written, cordboard));
}

const server = createServer((request, response) => void answer(request, response));
server.listen(Number(port), '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}/`));
