import type { IncomingMessage } from 'node:http';
import { describe, expect, test } from '@jest/globals';
import { callerReader, type ReadCallerOptions } from '../../src/soap/caller/read-caller.js';

function addressOf(from: string, headers: Record<string, string> = {}, options: Partial<ReadCallerOptions> = {}): string | undefined {
  const read = callerReader({ trustedProxies: ['10.1.0.0/16', '2001:db8:1::/48'], forwardedHeader: 'x-forwarded-for', ...options });
  return read({ headers, socket: { remoteAddress: from } } as unknown as IncomingMessage).address;
}

const xff = (value: string) => ({ 'x-forwarded-for': value });

describe('the address of a caller', () => {
  test.each<[string, string, Record<string, string>, string | undefined]>([
    ['who calls itself', '192.0.2.1', {}, '192.0.2.1'],
    ['who calls itself and claims to be a proxy', '192.0.2.1', xff('198.51.100.1'), '192.0.2.1'],
    ['IPv4 written as IPv6', '::ffff:192.0.2.1', {}, '192.0.2.1'],
    ['this machine, which says nothing', '127.0.0.1', {}, undefined],
    ['this machine, as IPv6', '::1', xff('192.0.2.1'), undefined],
    ['behind a proxy', '10.1.2.3', xff('192.0.2.1'), '192.0.2.1'],
    ['behind a proxy of IPv6', '2001:db8:1::9', xff('2001:db8:2::1'), '2001:db8:2::1'],
    ['behind two proxies', '10.1.2.3', xff('192.0.2.1, 10.1.9.9'), '192.0.2.1'],
    ['who wrote something in front', '10.1.2.3', xff('10.1.1.1, 203.0.113.5, 192.0.2.1'), '192.0.2.1'],
    ['with a port behind it', '10.1.2.3', xff('192.0.2.1:4711'), '192.0.2.1'],
    ['with brackets and a port', '10.1.2.3', xff('[2001:db8:2::1]:4711'), '2001:db8:2::1'],
    ['a proxy that does not say for whom', '10.1.2.3', {}, undefined],
    ['a proxy that calls for itself', '10.1.2.3', xff('10.1.2.3'), undefined],
    ['a proxy that does not know for whom', '10.1.2.3', xff('192.0.2.1, unknown'), '10.1.2.3'],
    ['a proxy that writes another header than the one that is read', '10.1.2.3', { forwarded: 'for=203.0.113.5' }, undefined],
  ])('of %s', (_what, from, headers, expected) => {
    expect(addressOf(from, headers)).toBe(expected);
  });

  test.each<[string, string | undefined]>([
    ['for=192.0.2.1', '192.0.2.1'],
    ['for=203.0.113.5;proto=http, for="[2001:db8:2::1]:4711";by=10.1.2.3', '2001:db8:2::1'],
    ['proto=https;For="192.0.2.1:80"', '192.0.2.1'],
    ['for=203.0.113.5, for=_hidden', '10.1.2.3'],
    ['by=192.0.2.1', '10.1.2.3'],
  ])('is read from Forwarded when that is what proxies write: %s', (forwarded, expected) => {
    const headers = { forwarded, 'x-forwarded-for': '203.0.113.77' };
    expect(addressOf('10.1.2.3', headers, { forwardedHeader: 'forwarded' })).toBe(expected);
  });
});
