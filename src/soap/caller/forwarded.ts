import type { IncomingHttpHeaders } from 'node:http';
import { isIP, isIPv6 } from 'node:net';

/** The header in which proxies say for whom they call. Only one is read: a proxy that writes one passes the other on as it came. */
export const FORWARDED_HEADERS = ['x-forwarded-for', 'forwarded'] as const;
export type ForwardedHeader = (typeof FORWARDED_HEADERS)[number];

const FOR = /(?:^|;)\s*for\s*=\s*("?)([^";]*)\1/i;

/** The addresses in it, the nearest caller last; undefined for one that is none, `unknown` for instance. Empty without the header. */
export function forwardedFor(headers: IncomingHttpHeaders, header: ForwardedHeader): (string | undefined)[] {
  const value = headers[header];
  if (value === undefined) return [];
  return [value]
    .flat()
    .join(',')
    .split(',')
    .map((hop) => address(header === 'forwarded' ? (FOR.exec(hop)?.[2] ?? '') : hop));
}

/** Some proxies add the port; an IPv6 address is then in brackets. */
function address(text: string): string | undefined {
  const trimmed = text.trim();
  const bare = /^\[([^\]]*)\](?::\d{1,5})?$/.exec(trimmed)?.[1] ?? /^([\d.]+):\d{1,5}$/.exec(trimmed)?.[1] ?? trimmed;
  return isIP(bare) === 0 ? undefined : plainAddress(bare);
}

/** IPv4 as such, also when it comes written as IPv6; without a zone. */
export function plainAddress(address: string): string {
  const [plain = ''] = address.split('%');
  const mapped = isIPv6(plain) ? /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(plain)?.[1] : undefined;
  return mapped ?? plain;
}
