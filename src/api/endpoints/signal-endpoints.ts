import { muteSignals } from '../../admin/signals/mute-signals.js';
import { SIGNAL_KINDS, type SignalKind } from '../../model/signal.js';
import { type ActingCall, type Answer, type Endpoint, endpoint } from '../http/endpoint.js';
import { code, type NeededParameter, oneOf } from '../shapes/parameters/parameter.js';
import { GROUP, IDENTITIES, LEARNER, LIST, PARTY, SINCE } from '../shapes/parameters/parameters.js';
import { uuid } from '../shapes/parameters/path-id.js';
import { IDENTIFIED_SIGNAL, POSTED_SIGNALS, SIGNAL_EXAMPLE, TAKEN_SIGNALS } from '../shapes/signal-examples.js';
import { listSignals, oneSignal } from './signal-answers.js';

const IDENTIFIED = 'Identities add the link to the explanation of the vendor, when present.';
const NOT_A_VERDICT = 'A signal is what its vendor says. The gateway makes none, and no signal says nothing about a learner.';
const KIND = oneOf('Only signals of this kind.', SIGNAL_KINDS);
const MUTED = {
  party: { ...code('The vendor (its klantcode).', 'VERZONNEN-EA', 64), needed: true } as NeededParameter<string>,
  kind: { ...oneOf('The kind of signal.', SIGNAL_KINDS), needed: true } as NeededParameter<SignalKind>,
};
const MUTE_EXAMPLE = { school: '99AB', party: 'VERZONNEN-EA', kind: 'STUCK', muted: true, changed: true };

export const SIGNAL_ENDPOINTS: readonly Endpoint[] = [
  endpoint({
    path: '/signals',
    operation: 'listSignals',
    reads: 'signals',
    summary: 'Signals of the school',
    description: `The signals that hold now: raised, not superseded or withdrawn, and not past \`validUntil\`. With \`state=all\` the newest revision of every signal, for clients that keep a copy. Signals that the school muted are left out. ${NOT_A_VERDICT} ${IDENTIFIED}`,
    scopes: ['signals:read'],
    identities: 'learners:identities',
    parameters: {
      ...LIST,
      learner: { ...LEARNER, description: LEARNER.description.replace('results', 'signals') },
      group: { ...GROUP, description: 'Only of current members of this group: the `id` of a group.' },
      party: PARTY,
      kind: KIND,
      since: { ...SINCE, description: SINCE.description.replace('results', 'signals') },
      state: {
        ...oneOf('`current`: only signals that hold now. `all`: also superseded, withdrawn and past ones.', ['current', 'all'] as const),
        preset: 'current' as const,
      },
      identities: IDENTITIES,
    },
    answer: {
      schema: 'SignalList',
      description: 'A page of signals.',
      example: { items: [SIGNAL_EXAMPLE] },
      identified: { items: [IDENTIFIED_SIGNAL] },
    },
    handle: listSignals,
  }),
  endpoint({
    path: '/signals',
    method: 'post',
    operation: 'postSignals',
    summary: 'Raise and withdraw signals',
    description:
      'Stores signals of the client itself: all of them or none. The same content under the same key changes nothing, so a request may be repeated. Other content under the same key is a correction. `supersedes` replaces an earlier signal; status `withdrawn` takes one back. Learners must be known to the school, and results of the basis must have been delivered by this client. Data that the agreement does not allow are removed before storage. The body may be compressed (`Content-Encoding: gzip`).',
    scopes: ['signals:write'],
    parameters: {},
    posted: 'PostedSignals',
    body: { ...POSTED_SIGNALS },
    answer: { schema: 'TakenSignals', description: 'The signals are stored.', example: TAKEN_SIGNALS },
  }),
  endpoint({
    path: '/signals/mutes',
    operation: 'listSignalMutes',
    summary: 'Kinds of signals per vendor',
    description:
      'How many signals the school has of each vendor and kind, and which of those it muted. Muted signals are stored and counted, and not shown.',
    scopes: ['signals:mute'],
    parameters: { school: LIST.school },
    answer: {
      schema: 'SignalTallyList',
      description: 'Vendors and kinds.',
      example: { items: [{ party: 'VERZONNEN-EA', kind: 'STUCK', signals: 12, mutedAt: '2026-09-20T08:00:00.000Z' }] },
    },
    handle: async ({ reads, school }) => ({ body: { items: await reads.signalTallies(school) } }),
  }),
  endpoint({
    path: '/signals/mute',
    method: 'post',
    operation: 'muteSignals',
    summary: 'Mute a kind of signals of a vendor',
    description:
      'From now on these signals are not shown and not delivered. They are still stored and counted. An existing mute is left unchanged.',
    scopes: ['signals:mute'],
    parameters: { school: LIST.school, ...MUTED },
    body: { party: 'VERZONNEN-EA', kind: 'STUCK' },
    answer: { schema: 'SignalMute', description: 'The mute.', example: MUTE_EXAMPLE },
    handle: (call) => mute(call, true),
  }),
  endpoint({
    path: '/signals/unmute',
    method: 'post',
    operation: 'unmuteSignals',
    summary: 'Show a kind of signals of a vendor again',
    description: 'Ends a mute: signals that still hold are shown again, also those that came in between.',
    scopes: ['signals:mute'],
    parameters: { school: LIST.school, ...MUTED },
    body: { party: 'VERZONNEN-EA', kind: 'STUCK' },
    answer: { schema: 'SignalMute', description: 'What is shown again.', example: { ...MUTE_EXAMPLE, muted: false } },
    handle: (call) => mute(call, false),
  }),
  endpoint({
    path: '/signals/{id}',
    operation: 'getSignal',
    reads: 'signals',
    summary: 'One signal',
    description: `The newest revision of a signal, whatever its status. ${NOT_A_VERDICT} ${IDENTIFIED}`,
    scopes: ['signals:read'],
    identities: 'learners:identities',
    parameters: { identities: IDENTITIES },
    id: uuid('`id` of a signal: the same for all its revisions, and different for each client.'),
    answer: { schema: 'Signal', description: 'The signal.', example: SIGNAL_EXAMPLE, identified: IDENTIFIED_SIGNAL },
    handle: oneSignal,
  }),
];

async function mute({ actions, school, query, now }: ActingCall<typeof MUTED>, muted: boolean): Promise<Answer> {
  const { party, kind } = query;
  return { body: await muteSignals({ store: actions, at: now.toISOString() }, { school, party, kind, muted }) };
}
