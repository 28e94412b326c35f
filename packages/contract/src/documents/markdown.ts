// The small part of Markdown that the generated pages are made of.

export const generated = '<!-- Made by `npm run docs` from packages/contract; change the rows, not this page. -->';

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

export const code = (text: string): string => `\`${text}\``;
export const codes = (texts: readonly string[]): string => texts.map(code).join(', ');
export const block = (language: string, text: string): string => `\`\`\`${language}\n${text}\n\`\`\``;
export const page = (parts: readonly string[]): string => `${parts.join('\n\n')}\n`;
