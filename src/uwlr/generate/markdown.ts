/** The head of every page that we generate. */
export function page(title: string, source: string, ...paragraphs: readonly string[]): string {
  return `${[`# ${title}`, `_Made by \`npm run generate\` from \`${source}\`; do not edit._`, ...paragraphs].join('\n\n')}\n`;
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

export function code(text: string): string {
  return `\`${text}\``;
}
