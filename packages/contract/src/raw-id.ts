// The source text of the ids in a message: a number that JavaScript cannot hold exactly is echoed as it came (JSON-RPC 2.0 §4).

const tokens = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*|[{}[\],:]/gu;

/**
 * @param text valid JSON: one request, or an array of them.
 * @returns by index in the array (0 for a lone request), the source text of each `id` that is a number.
 */
export function rawNumberIds(text: string): ReadonlyMap<number, string> {
  const ids = new Map<number, string>();
  const requestDepth = text.trimStart().startsWith('[') ? 2 : 1;
  let depth = 0;
  let index = 0;
  let key = '';
  let before = '';
  for (const [token] of text.matchAll(tokens)) {
    if (token === '{' || token === '[') depth += 1;
    else if (token === '}' || token === ']') depth -= 1;
    else if (token === ',') {
      if (depth < requestDepth) index += 1;
      key = '';
    } else if (token === ':') key = depth === requestDepth ? before : key;
    else if (key === '"id"' && depth === requestDepth && !token.startsWith('"')) ids.set(index, token);
    before = token;
  }
  return ids;
}
