import { InvalidArgumentError } from 'commander';
import type { InfourlRule } from '../../directory/directory.js';

const HOST = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*$/;

/** `none`, `all`, or `hosts:` and the hosts, with commas between them. */
export function infourlRule(text: string): InfourlRule {
  if (text === 'none' || text === 'all') return { keep: text };
  const hosts = text.startsWith('hosts:') ? text.slice('hosts:'.length).toLowerCase().split(',') : [];
  if (hosts.length > 0 && hosts.every((host) => HOST.test(host))) return { keep: 'hosts', hosts };
  throw new InvalidArgumentError('Expected none, all, or hosts: with host names as in hosts:results.example.org.');
}
