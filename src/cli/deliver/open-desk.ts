import type { Session } from '../open/session.js';
import { remoteGateway } from '../remote/remote-gateway.js';
import type { RemoteOptions } from '../remote/remote-options.js';
import type { Desk } from './desk.js';
import { deskHere } from './desk-here.js';
import { deskThere } from './desk-there.js';

export async function openDesk(session: Session, options: RemoteOptions): Promise<Desk> {
  const remote = await remoteGateway(options);
  return remote === undefined ? deskHere(session) : deskThere(remote);
}
