import type { RecordedExchange } from './report.js';

/** What stands in a report for the credentials of the run. */
export const SECRET = '[secret]';
/** Where the caller of the suite has its autorisatiesleutel. */
export const KEY_VARIABLE = 'UWLR_CONFORM_KEY';

/**
 * A line for a shell that sends the same request, with the key out of the environment. Values that are masked have to be filled in by whoever
 * knows them.
 */
export function curlOf({ request }: RecordedExchange): string {
  const { method, url, headers, body } = request;
  const given = Object.entries(headers).filter(([name]) => !NOT_GIVEN.has(name.toLowerCase()));
  const flags = [`-sS -g -i -X ${quoted(method)}`, ...given.map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`)];
  const line = `curl ${[...flags, quoted(url)].join(' ')}`;
  if (body === '') return line;
  const text = body
    .replace(/\r\n/g, '\n')
    .replace(CONTROL, '\ufffd')
    .replace(/[\\$`]/g, (one) => `\\${one}`)
    .replaceAll(SECRET, `\${${KEY_VARIABLE}}`);
  const end = endOf(text);
  return `${line} --data-binary @- <<${end}\n${text}\n${end}`;
}

/** A line that ends the text, and is none of its lines: what stood behind that would be a command. */
function endOf(text: string): string {
  const lines = new Set(text.split('\n'));
  let end = 'UWLR';
  while (lines.has(end)) end += '_';
  return end;
}

/** A terminal takes them for keys that were pressed, also within what is pasted. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are looked for.
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

/** curl sets them; the body stands here unzipped. */
const NOT_GIVEN: ReadonlySet<string> = new Set(['host', 'content-length', 'connection', 'transfer-encoding', 'content-encoding']);

function quoted(text: string): string {
  return `'${text.replace(CONTROL, '\ufffd').replaceAll("'", "'\\''")}'`;
}
