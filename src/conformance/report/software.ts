import type { Exchange } from '../traffic/exchange.js';

/** Headers by which a server or a client says what it is. */
const ANSWERS = ['server', 'x-powered-by', 'x-aspnet-version', 'x-generator'];
const REQUESTS = ['user-agent'];
const PLAIN = /^[\w ./();:,+-]{1,120}$/;

/** What the other side says of its software, in its last exchange that says anything. `side`: what the other side wrote. */
export function softwareIn(exchanges: readonly Exchange[], side: 'request' | 'answer'): Readonly<Record<string, string>> {
  const names = side === 'answer' ? ANSWERS : REQUESTS;
  const said = exchanges.flatMap(({ request, answer }) => Object.entries((side === 'answer' ? answer : request)?.headers ?? {}));
  const found = said.map(([name, value]) => [name.toLowerCase(), value] as const);
  return Object.fromEntries(found.filter(([name, value]) => names.includes(name) && PLAIN.test(value)));
}
