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
  const flags = [`-sS -i -X ${quoted(method)}`, ...given.map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`)];
  const line = `curl ${[...flags, quoted(url)].join(' ')}`;
  if (body === '') return line;
  const text = body.replace(/[\\$`]/g, (one) => `\\${one}`).replaceAll(SECRET, `\${${KEY_VARIABLE}}`);
  return `${line} --data-binary @- <<UWLR\n${text}\nUWLR`;
}

/** curl sets them; the body stands here unzipped. */
const NOT_GIVEN: ReadonlySet<string> = new Set(['host', 'content-length', 'connection', 'transfer-encoding', 'content-encoding']);

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
