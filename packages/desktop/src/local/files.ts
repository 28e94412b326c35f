// The files of the window: the page and what it loads, out of one folder.
import { createReadStream, statSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
  '.png': 'image/png',
  '.wav': 'audio/wav',
  '.map': 'application/json',
};

/** @returns answers a request for a path, or says that there is nothing there. */
export function filesOf(folder: string): (path: string, response: ServerResponse) => boolean {
  return (path, response) => {
    const file = fileAt(folder, path === '/' ? '/window.html' : path);
    if (file === null) return false;
    const isNamedByContent = path.startsWith('/assets/');
    response.writeHead(200, {
      'Content-Type': types[extname(file)] ?? 'application/octet-stream',
      'Cache-Control': isNamedByContent ? 'public, max-age=31536000, immutable' : 'no-cache',
    });
    createReadStream(file)
      .on('error', () => response.destroy())
      .pipe(response);
    return true;
  };
}

function fileAt(folder: string, path: string): string | null {
  let plain: string;
  try {
    plain = decodeURIComponent(path);
  } catch {
    return null;
  }
  const file = normalize(join(folder, plain));
  if (plain.includes('\0') || !file.startsWith(normalize(folder) + sep)) return null;
  return statSync(file, { throwIfNoEntry: false })?.isFile() === true ? file : null;
}
