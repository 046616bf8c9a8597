import type { ShownPause } from '../../api/endpoints/pause-deliveries.js';
import type { ShownDelivery, ShownDeliveryDetail, ShownStatus } from '../../api/shapes/delivery-view.js';
import type { DeliveryFilter, PauseScope } from '../../store/outbox-store.js';
import type { Page } from '../../store/store.js';
import type { Session } from '../open/session.js';
import { type RemoteGateway, remoteGateway } from '../remote/remote-gateway.js';
import type { RemoteOptions } from '../remote/remote-options.js';
import { wrongUsage } from '../terminal/command-error.js';
import type { Desk, ShownChange } from './desk.js';
import { deskHere } from './desk-here.js';
import { isEmpty } from './filter-options.js';

export async function openDesk(session: Session, options: RemoteOptions): Promise<Desk> {
  const remote = await remoteGateway(options);
  return remote === undefined ? deskHere(session) : deskThere(remote);
}

function deskThere(remote: RemoteGateway): Desk {
  return {
    list: (filter, page) => remote.get<Page<ShownDelivery>>('/deliveries', { ...asked(filter), ...page }),
    show: (id) => remote.get<ShownDeliveryDetail>(`/deliveries/${encodeURIComponent(id)}`),
    status: async (school) => (await remote.get<{ readonly items: readonly ShownStatus[] }>('/deliveries/status', { school })).items,
    change: async (action, filter, how) => {
      if (filter.result !== undefined)
        throw wrongUsage('--result does not go with --remote here: give --exchange, or the id of a delivery');
      return remote.post<ShownChange>('/deliveries/actions', { action, ...asked(filter), ...how, all: isEmpty(filter) });
    },
    pause: (scope) => remote.post<ShownPause>('/deliveries/pause', inScope(scope)),
    resume: (scope) => remote.post<ShownPause>('/deliveries/resume', inScope(scope)),
  };
}

function asked({ states, ...filter }: DeliveryFilter): Record<string, string | undefined> {
  return { ...filter, ...(states === undefined ? {} : { state: states.join(',') }) };
}

function inScope(scope: PauseScope): object {
  return { ...scope, all: scope.target === undefined && scope.school === undefined };
}
