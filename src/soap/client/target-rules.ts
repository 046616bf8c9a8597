import { lookup as resolve } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { addNetwork } from '../caller/add-network.js';
import { SoapClientError } from './client-error.js';
import { holdsAddress, isSpecialAddress } from './special-networks.js';

/** Labels with points between them; the last is no number, or it would be read as an address. */
const HOST_NAME = /^(?:[a-z0-9_-]{1,63}\.)*(?!\d+\.?$)[a-z0-9_-]{1,63}\.?$/i;

/**
 * Where the gateway may connect. Anybody who can name an address, in a setting or in a message, could otherwise make it call
 * services that trust whoever is on their network (SSRF). Public addresses may be called; those of this machine and of private
 * networks only when they were allowed by name, address or network.
 *
 * A name is looked up once, by `lookup`, which the connection is then made with: what was judged is what is called, whatever the
 * name says a moment later (DNS rebinding).
 */
export class TargetRules {
  readonly #names: ReadonlySet<string>;
  readonly #networks = new BlockList();

  /** `allowed`: host names, addresses and networks (`10.1.0.0/16`). Throws `bad-configuration` for anything else. */
  constructor(
    allowed: readonly string[] = [],
    private readonly resolveName: typeof resolve = resolve,
  ) {
    const names = new Set<string>();
    for (const entry of allowed) if (!addNetwork(this.#networks, entry)) names.add(hostName(entry));
    this.#names = names;
  }

  /** Throws `refused-target` for a host, as a URL has it, that is written as an address which may not be called. A name passes. */
  checkHost(host: string): void {
    const address = host.replace(/^\[|\]$/g, '');
    if (isIP(address) !== 0 && !this.allowsAddress(address)) throw refusedTarget();
  }

  allowsAddress(address: string): boolean {
    return !isSpecialAddress(address) || holdsAddress(this.#networks, address);
  }

  /**
   * Whether a host may be called as far as can be told now: undefined when it cannot be looked up. For advice only; what counts is
   * the address that a connection is made with.
   */
  async allowsHost(host: string): Promise<boolean | undefined> {
    const plain = host.replace(/^\[|\]$/g, '');
    if (isIP(plain) !== 0) return this.allowsAddress(plain);
    return new Promise((resolve) => {
      this.lookup(plain, { all: true }, (error) => {
        if (error === null) resolve(true);
        else resolve(error instanceof SoapClientError ? false : undefined);
      });
    });
  }

  /** Looks a name up as `dns.lookup` does. `refused-target` when one of its addresses, no matter which, may not be called. */
  readonly lookup: LookupFunction = (host, options, callback) => {
    this.resolveName(host, { ...options, all: true }, (error, found) => {
      if (error !== null) {
        callback(error, '');
        return;
      }
      if (!this.#names.has(plainName(host)) && !found.every(({ address }) => this.allowsAddress(address))) {
        callback(refusedTarget(), '');
        return;
      }
      const [first] = found;
      if (options.all === true) callback(null, found);
      else callback(null, first?.address ?? '', first?.family);
    });
  };
}

function refusedTarget(): SoapClientError {
  return new SoapClientError('refused-target', 'UWLR_ALLOW_TARGETS can allow it');
}

function hostName(entry: string): string {
  if (!HOST_NAME.test(entry)) {
    throw new SoapClientError('bad-configuration', 'what may be called is given as host names, addresses or networks such as 10.1.0.0/16');
  }
  return plainName(entry);
}

function plainName(host: string): string {
  return host.toLowerCase().replace(/\.$/, '');
}
