// Every generated document: where it stands, and its text.
import { errorsPage } from './errors.page.ts';
import { ipscPage } from './ipsc.page.ts';
import { nativePage } from './native.page.ts';
import { nccPage } from './ncc.page.ts';
import { openRpcDocument } from './openrpc.ts';
import { vertoPage } from './verto.page.ts';

/** @returns by path from the top of the repository. */
export const documents = (version: string): Readonly<Record<string, string>> => ({
  'docs/protocol/native.md': nativePage(),
  'docs/protocol/verto.md': vertoPage(),
  'docs/protocol/ipsc.md': ipscPage(),
  'docs/protocol/ncc.md': nccPage(),
  'docs/protocol/openrpc.json': openRpcDocument(version),
  'docs/errors.md': errorsPage(),
});
