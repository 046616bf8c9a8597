import type { lookup as resolve } from 'node:dns';
import { describe, expect, test } from '@jest/globals';
import { endpointUrl } from '../../src/soap/client/client-options.js';
import { TargetRules } from '../../src/soap/client/target-rules.js';
import { startMisbehavingServer } from '../support/misbehaving-las.js';
import { failure } from './support/calls.js';
import { startConnectProxy } from './support/connect-proxy.js';

const NOT_PUBLIC = [
  ...['127.0.0.1', '127.255.0.9', '0.0.0.0', '0.1.2.3', '10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1'],
  ...[
    '169.254.169.254',
    '100.64.0.1',
    '100.127.255.255',
    '192.0.0.8',
    '198.18.0.1',
    '192.0.2.1',
    '224.0.0.1',
    '240.0.0.1',
    '255.255.255.255',
  ],
  ...['::', '::1', '::ffff:10.0.0.1', '::ffff:7f00:1', '::127.0.0.1', '::ffff:0:127.0.0.1', '64:ff9b::10.0.0.1', '64:ff9b::a9fe:a9fe'],
  ...[
    '64:ff9b:1::1',
    'fc00::1',
    'fd00:ec2::254',
    'fe80::1',
    'fe80::1%eth0',
    'fec0::1',
    'ff02::1',
    '2001:db8::1',
    '2001::1',
    '2002:7f00:1::',
  ],
  ...['100::1', '5f00::1', '4000::1'],
];
const PUBLIC = [
  '8.8.8.8',
  '100.63.255.255',
  '100.128.0.1',
  '172.32.0.1',
  '192.1.0.1',
  '2606:4700::1',
  '::ffff:8.8.8.8',
  '64:ff9b::8.8.8.8',
];

/** A resolver that knows one name, with these addresses. */
function names(...addresses: readonly string[]): typeof resolve {
  const found = addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
  return ((_host: string, _options: object, callback: (error: null, all: typeof found) => void) =>
    callback(null, found)) as unknown as typeof resolve;
}

describe('what may be called', () => {
  test.each(NOT_PUBLIC)('is not %s', (address) => {
    const rules = new TargetRules();
    expect(rules.allowsAddress(address)).toBe(false);
    expect(() => rules.checkHost(address)).toThrow('UWLR_ALLOW_TARGETS');
    expect(() => rules.checkHost(`[${address}]`)).toThrow('UWLR_ALLOW_TARGETS');
  });

  test.each(PUBLIC)('is %s', (address) => {
    const rules = new TargetRules();
    expect(rules.allowsAddress(address)).toBe(true);
    expect(() => rules.checkHost(address)).not.toThrow();
  });

  test.each([
    'http://2130706433/',
    'http://0x7f.1/',
    'http://0177.0.0.1/',
    'http://127.1/',
    'http://[::ffff:127.0.0.1]/',
    'http://127.0.0.1./',
  ])('is not this machine, written as %s', (url) =>
    expect(() => new TargetRules().checkHost(endpointUrl(url).hostname)).toThrow('UWLR_ALLOW_TARGETS'),
  );

  test('is what was named, and nothing beside it', async () => {
    const rules = new TargetRules(['10.1.0.0/16', 'fd12::/32', '127.0.0.1', 'LAS.school.example.'], names('10.9.9.9'));
    for (const address of ['10.1.2.3', '::ffff:10.1.2.3', 'fd12::5', '127.0.0.1']) expect(rules.allowsAddress(address)).toBe(true);
    for (const address of ['10.2.0.1', 'fd13::5', '127.0.0.2', '::1']) expect(rules.allowsAddress(address)).toBe(false);
    expect(await rules.allowsHost('las.school.example')).toBe(true);
    expect(await rules.allowsHost('x.las.school.example')).toBe(false);
    expect(await rules.allowsHost('[::1]')).toBe(false);
  });

  test('is no name of which any address is private', async () => {
    expect(await new TargetRules([], names('8.8.8.8', '2606:4700::1')).allowsHost('las.example')).toBe(true);
    expect(await new TargetRules([], names('8.8.8.8', '10.0.0.1')).allowsHost('las.example')).toBe(false);
    expect(await new TargetRules([], names('8.8.8.8', '::1')).allowsHost('las.example')).toBe(false);
  });

  test('is said in a way that can be read', () => {
    for (const entry of [
      '',
      'http://las',
      '10.0.0.0/33',
      '10.0.0/8',
      '1.2.3',
      'fd00::/129',
      '10.0.0.0/',
      'las:80',
      'a b',
      '*.example',
      '10.0.0.0/8/8',
    ])
      expect(() => new TargetRules([entry])).toThrow('such as 10.1.0.0/16');
  });

  test('is looked up once: the connection goes to the address that was judged', async () => {
    const server = await startMisbehavingServer({ does: 'answer', message: '<antwoord xmlns="urn:verzonnen"/>' });
    try {
      // `localhost` is looked up by the rules alone: refused, and nothing has reached the server.
      const refused = await failure(server.url, { allowTargets: [] });
      expect(refused).toMatchObject({ code: 'refused-target', message: 'UWLR_ALLOW_TARGETS can allow it' });
      expect(server.connections()).toBe(0);
      const literal = new URL(server.url);
      literal.hostname = '127.0.0.1';
      expect(await failure(literal.href, { allowTargets: ['localhost'] })).toMatchObject({ code: 'refused-target' });
      expect(server.requests).toHaveLength(0);
    } finally {
      await server.close();
    }
  });

  test('through a proxy is judged by the address of the proxy, and by none that is looked up there', async () => {
    const proxy = await startConnectProxy();
    try {
      const by = (host: string) => ({ proxy: `http://${host}:${proxy.port}` });
      const refused = { code: 'refused-target' };
      expect(await failure('https://las.example/', { ...by('localhost'), allowTargets: [] })).toMatchObject(refused);
      expect(await failure('https://las.example/', { ...by('127.0.0.1'), allowTargets: [] })).toMatchObject(refused);
      expect(await failure('https://10.0.0.1/', { ...by('localhost'), allowTargets: ['localhost'] })).toMatchObject(refused);
      expect(proxy.tunnels).toEqual([]);
    } finally {
      await proxy.close();
    }
  });
});
