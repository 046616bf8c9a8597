import type { IncomingMessage } from 'node:http';
import { BlockList, type Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { addNetwork } from './add-network.js';
import type { Caller, ClientCertificate } from './caller.js';
import { certificateOfHeader, clientCertificate } from './client-certificate.js';
import { type ForwardedHeader, forwardedFor, plainAddress } from './forwarded.js';
import { holdsAddress } from './special-networks.js';

export interface ReadCallerOptions {
  /** Addresses and networks of the proxies that are believed. */
  readonly trustedProxies: readonly string[];
  readonly forwardedHeader: ForwardedHeader;
  /** Header in which they hand on the certificate of their caller, in small letters. */
  readonly certificateHeader?: string;
}

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4');
LOOPBACK.addAddress('::1', 'ipv6');

/** Gives the function that tells who calls. What a header says of that counts only when a trusted proxy sent it. */
export function callerReader({ trustedProxies, forwardedHeader, certificateHeader }: ReadCallerOptions) {
  const trusted = new BlockList();
  for (const proxy of trustedProxies) addNetwork(trusted, proxy);
  const isProxy = (address: string) => holdsAddress(trusted, address);

  const addressOf = ({ headers }: IncomingMessage, from: string): string | undefined => {
    if (!isProxy(from)) return holdsAddress(LOOPBACK, from) ? undefined : from;
    // Each proxy adds the address that it was called from at the end: going back, the first that is no proxy of ours is the caller.
    // What stands before it was written by the caller.
    let nearest = from;
    for (const hop of forwardedFor(headers, forwardedHeader).reverse()) {
      if (hop === undefined) return nearest;
      if (!isProxy(hop)) return hop;
      nearest = hop;
    }
    return undefined;
  };

  const certificateOf = ({ headers, socket }: IncomingMessage, from: string): ClientCertificate | undefined => {
    if (certificateHeader === undefined || !isProxy(from)) return certificateOfSocket(socket);
    const value = headers[certificateHeader];
    return typeof value === 'string' ? certificateOfHeader(value) : undefined;
  };

  return (request: IncomingMessage): Caller => {
    const from = plainAddress(request.socket.remoteAddress ?? '');
    // The connection is gone already.
    if (from === '') return {};
    const [address, certificate] = [addressOf(request, from), certificateOf(request, from)];
    return {
      ...(address === undefined ? {} : { address }),
      ...(certificate === undefined ? {} : { certificate }),
      connection: request.socket,
    };
  };
}

/**
 * Tells whether an address says nothing of who calls, so that nothing may be counted by it: this machine itself, or a trusted proxy, behind
 * which may be anybody.
 */
export function sharedAddresses(trustedProxies: readonly string[]): (address: string) => boolean {
  const trusted = new BlockList();
  for (const proxy of trustedProxies) addNetwork(trusted, proxy);
  return (address) => holdsAddress(LOOPBACK, address) || holdsAddress(trusted, address);
}

const seen = new WeakMap<Socket, ClientCertificate>();

/** Of a connection that stays open for more than one message, the certificate is read once. */
function certificateOfSocket(socket: Socket): ClientCertificate | undefined {
  if (!(socket instanceof TLSSocket) || !socket.authorized) return undefined;
  const known = seen.get(socket);
  if (known !== undefined) return known;
  const certificate = socket.getPeerX509Certificate();
  if (certificate === undefined) return undefined;
  const read = clientCertificate(certificate);
  seen.set(socket, read);
  return read;
}
