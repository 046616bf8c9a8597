import { Html, html } from './html.js';

const STYLE = new Html(`
  body { font: 16px/1.55 system-ui, sans-serif; color: #1b1b1b; max-width: 52rem; margin: 2rem auto; padding: 0 1rem; }
  h1 { font-size: 1.75rem; line-height: 1.25; margin-bottom: .5rem; } h2 { font-size: 1.25rem; margin: 2.25rem 0 .5rem; border-bottom: 2px solid #1d4f7c; padding-bottom: .2rem; }
  h3 { font-size: 1.05rem; margin: 1.5rem 0 .25rem; } p { margin: .5rem 0; } ul { margin: .25rem 0; padding-left: 1.2rem; } .small { color: #555; font-size: .875rem; }
  table { border-collapse: collapse; width: 100%; margin: .5rem 0 1rem; } caption { text-align: left; color: #555; font-size: .875rem; padding-bottom: .25rem; }
  th, td { text-align: left; vertical-align: top; padding: .4rem .6rem; border-bottom: 1px solid #d5d9dd; overflow-wrap: break-word; }
  thead th { background: #f2f5f8; } tbody th { font-weight: 600; } .facts tbody th { width: 11rem; } .facts td, code { overflow-wrap: anywhere; } code { font-size: .8125rem; } .replaced { color: #666; } .notice { background: #fff6dd; border-left: 4px solid #c98a00; padding: .6rem 1rem; }
  @media print { body { margin: 0; max-width: none; font-size: 11pt; } h2, h3 { break-after: avoid; } tr { break-inside: avoid; } }`);

/** A page in Dutch that stands alone: no script, nothing that has to be fetched. */
export function page(title: string, body: Html): string {
  return html`<!DOCTYPE html>
<html lang="nl">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title}</title>
<style>${STYLE}</style>
</head>
<body>
${body}
</body>
</html>
`.text;
}

/** A table whose first column names the row. */
export function table(caption: string, head: readonly string[], rows: readonly (readonly [string, ...(string | Html)[]])[]): Html {
  return html`<table>
<caption>${caption}</caption>
<thead><tr>${head.map((cell) => html`<th scope="col">${cell}</th>`)}</tr></thead>
<tbody>
${rows.map(([first, ...rest]) => html`<tr><th scope="row">${first}</th>${rest.map((cell) => html`<td>${cell}</td>`)}</tr>\n`)}</tbody>
</table>`;
}

/** A table of names and what goes with them. */
export function facts(rows: readonly (readonly [string, string | Html])[]): Html {
  return html`<table class="facts"><tbody>
${rows.map(([name, value]) => html`<tr><th scope="row">${name}</th><td>${value}</td></tr>\n`)}</tbody></table>`;
}

export function list(items: readonly string[]): Html {
  return html`<ul>${items.map((item) => html`<li>${item}</li>`)}</ul>`;
}
