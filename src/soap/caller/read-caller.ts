import type { IncomingMessage } from 'node:http';
import { BlockList, type Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { supplied } from '../../core/supplied.js';
import { certificateOfHeader, clientCertificate } from '../client/client-certificate.js';
import { holdsAddress } from '../client/special-networks.js';
import { addNetwork } from './add-network.js';
import type { Caller, ClientCertificate } from './caller.js';
import { type ForwardedHeader, forwardedFor, plainAddress } from './forwarded.js';

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

/** From where a connection comes: that is found out once, however many messages come over it. */
interface OtherEnd {
  readonly from: string;
  /** Who calls over it, always; undefined for a proxy, which says with each message for whom it calls. */
  readonly caller: Caller | undefined;
}

/** Gives the function that tells who calls. What a header says of that counts only when a trusted proxy sent it. */
export function callerReader({ trustedProxies, forwardedHeader, certificateHeader }: ReadCallerOptions) {
  const trusted = new BlockList();
  for (const proxy of trustedProxies) addNetwork(trusted, proxy);
  const isProxy = (address: string) => holdsAddress(trusted, address);

  const ends = new WeakMap<Socket, OtherEnd>();
  /** Undefined: the connection is gone already. */
  const otherEnd = (socket: Socket): OtherEnd | undefined => {
    const known = ends.get(socket);
    const from = known?.from ?? plainAddress(socket.remoteAddress ?? '');
    if (known !== undefined || from === '') return known;
    const end = { from, caller: isProxy(from) ? undefined : callerAt(socket, from) };
    ends.set(socket, end);
    return end;
  };

  const addressOf = ({ headers }: IncomingMessage, { from }: OtherEnd): string | undefined => {
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

  const certificateOf = ({ headers, socket }: IncomingMessage): ClientCertificate | undefined => {
    if (certificateHeader === undefined) return certificateOfSocket(socket);
    const value = headers[certificateHeader];
    return typeof value === 'string' ? certificateOfHeader(value) : undefined;
  };

  return (request: IncomingMessage): Caller => {
    const end = otherEnd(request.socket);
    if (end === undefined) return {};
    return end.caller ?? callerOver(request.socket, addressOf(request, end), certificateOf(request));
  };
}

/** Who calls by itself. That it is this machine says nothing of who it is. */
function callerAt(socket: Socket, from: string): Caller {
  return callerOver(socket, holdsAddress(LOOPBACK, from) ? undefined : from, certificateOfSocket(socket));
}

function callerOver(connection: Socket, address: string | undefined, certificate: ClientCertificate | undefined): Caller {
  return { ...supplied({ address, certificate }), connection };
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
