import { BlockList, isIPv4 } from 'node:net';

/** Networks of IPv4 that are somebody's own, or nobody's (IANA, special-purpose address registry; RFC 6890). */
const IPV4: readonly (readonly [network: string, bits: number])[] = [
  ['0.0.0.0', 8], // this network: many systems take 0.0.0.0 for themselves
  ['10.0.0.0', 8], // private (RFC 1918)
  ['100.64.0.0', 10], // shared by customers of a carrier (RFC 6598)
  ['127.0.0.0', 8], // loopback
  ['169.254.0.0', 16], // link-local, with the metadata services of clouds
  ['172.16.0.0', 12], // private
  ['192.0.0.0', 24], // protocol assignments
  ['192.0.2.0', 24], // documentation
  ['192.88.99.0', 24], // relays of 6to4, withdrawn
  ['192.168.0.0', 16], // private
  ['198.18.0.0', 15], // benchmarks
  ['198.51.100.0', 24], // documentation
  ['203.0.113.0', 24], // documentation
  ['224.0.0.0', 4], // multicast
  ['240.0.0.0', 4], // reserved, and broadcast
];

/** All that IPv6 has given out for the internet (IANA, IPv6 address space): loopback, unique local, multicast are elsewhere. */
const PUBLIC_IPV6 = ['2000::', 3] as const;
/** What of it is special all the same. */
const IPV6: readonly (readonly [network: string, bits: number])[] = [
  ['2001::', 23], // protocol assignments, with Teredo
  ['2001:db8::', 32], // documentation
  ['2002::', 16], // 6to4: leads to any address of IPv4
  ['3fff::', 20], // documentation
];

/** NAT64 (RFC 6052): such an address leads to the IPv4 address in its last 32 bits, so it is as special as that one. */
const NAT64 = { prefix: '64:ff9b::', bits: 96 };
/** IPv4 written as IPv6: Node's lists hold it when they hold the IPv4 address. */
const MAPPED = { prefix: '::ffff:0:0', bits: 96 };

const special = new BlockList();
const known = new BlockList();
known.addSubnet('0.0.0.0', 0, 'ipv4');
known.addSubnet(...PUBLIC_IPV6, 'ipv6');
for (const { prefix, bits } of [NAT64, MAPPED]) known.addSubnet(prefix, bits, 'ipv6');
for (const [network, bits] of IPV4) {
  special.addSubnet(network, bits, 'ipv4');
  special.addSubnet(NAT64.prefix + network, NAT64.bits + bits, 'ipv6');
}
for (const [network, bits] of IPV6) special.addSubnet(network, bits, 'ipv6');

/** Whether an IP address is not one of the public internet: of this machine, of a network of its own, or of nobody. */
export function isSpecialAddress(address: string): boolean {
  return holdsAddress(special, address) || !holdsAddress(known, address);
}

/** Whether an address is in a list. A zone (`fe80::1%eth0`) counts for nothing. */
export function holdsAddress(list: BlockList, address: string): boolean {
  const [plain = ''] = address.split('%');
  return list.check(plain, isIPv4(plain) ? 'ipv4' : 'ipv6');
}
