import { type BlockList, isIP, isIPv4 } from 'node:net';

/** Adds an address or a network (`10.1.0.0/16`) to a list. False for what is neither. */
export function addNetwork(list: BlockList, entry: string): boolean {
  const [address = '', bits, ...more] = entry.split('/');
  const version = isIP(address);
  if (version === 0 || more.length > 0) return false;
  const most = version === 4 ? 32 : 128;
  const length = bits === undefined ? most : /^\d{1,3}$/.test(bits) ? Number(bits) : Number.NaN;
  if (!(length <= most)) return false;
  list.addSubnet(address, length, isIPv4(address) ? 'ipv4' : 'ipv6');
  return true;
}
