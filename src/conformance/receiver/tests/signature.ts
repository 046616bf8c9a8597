import { randomBytes } from 'node:crypto';
import { fail, notApplicable, pass } from '../../verdict.js';
import { resultItem } from '../item-inventor.js';
import type { ReceiverMessage } from '../receiver-message.js';
import type { Posting, ReceiverSubject } from '../receiver-subject.js';
import { seen } from '../receiver-subject.js';
import { allAccepted, both, gone, heldAfter, type ReceiverTest, refused, testOf } from '../receiver-test.js';

const MINUTE_MS = 60_000;

type Forgery = (message: ReceiverMessage, receiver: ReceiverSubject) => Posting;

const otherSecret = () => `whsec_${randomBytes(32).toString('base64')}`;
const minutes = (number: number) => new Date(Date.now() + number * MINUTE_MS);

/** Ways in which a message is not proven to be of the gateway, by requirement. */
const FORGERIES: Readonly<Record<string, readonly [name: string, forge: Forgery]>> = {
  'RECEIVER-10': [
    'absent',
    () => ({ headers: { 'webhook-id': undefined, 'webhook-timestamp': undefined, 'webhook-signature': undefined } }),
  ],
  'RECEIVER-11': ['other-secret', () => ({ signing: { secrets: [otherSecret()] } })],
  'RECEIVER-12': ['body-changed', (message) => ({ signing: { over: { body: `${JSON.stringify(message)} ` } } })],
  'RECEIVER-13': ['id-changed', () => ({ signing: { over: { id: '01a20329-6f6a-779a-8373-8de8991ea30a' } } })],
  'RECEIVER-14': ['timestamp-changed', () => ({ signing: { over: { at: minutes(-2) } } })],
  'RECEIVER-15': ['old', () => ({ signing: { at: minutes(-10) } })],
  'RECEIVER-16': ['ahead', () => ({ signing: { at: minutes(10) } })],
  'RECEIVER-22': ['unreadable', () => ({ signing: { header: 'v1,%%% v1 ,' } })],
};

const forgeries = Object.entries(FORGERIES).map(([requirement, [name, forge]]) =>
  testOf(requirement, {
    id: `receiver/signature/${name}`,
    level: requirement === 'RECEIVER-11' ? 'connect' : 'standard',
    ...(requirement === 'RECEIVER-11'
      ? {
          advice: {
            en: 'Anybody can post results to this receiver: verify the signature of each message.',
            nl: 'Iedereen kan resultaten naar deze ontvanger sturen: controleer de handtekening van elk bericht.',
          },
        }
      : {}),
    run: async (receiver) => {
      const message = receiver.message([receiver.invent.nothing()]);
      return refused(await receiver.post(message, forge(message, receiver)));
    },
  }),
);

/** The same message, proven in ways that a receiver has to accept. */
const accepted: ReceiverTest[] = [
  proven('RECEIVER-17', 'rotated-first', (_, { config }) => ({ signing: { secrets: [config.secret, otherSecret()] } })),
  proven('RECEIVER-17', 'rotated-last', (_, { config }) => ({ signing: { secrets: [otherSecret(), config.secret] } })),
  proven('RECEIVER-19', 'bytes', (message) => ({ body: writtenOtherwise(message) })),
  proven('RECEIVER-20', 'clock-behind', () => ({ signing: { at: minutes(-4) } })),
  proven('RECEIVER-20', 'clock-ahead', () => ({ signing: { at: minutes(4) } })),
  proven('RECEIVER-21', 'unknown-version', () => ({ signing: { before: `v1a,${randomBytes(64).toString('base64')}` } })),
];

/** The same JSON with white space, and a letter as an escape. */
function writtenOtherwise(message: ReceiverMessage): string {
  const { school } = message;
  const escaped = `\\u${school.charCodeAt(0).toString(16).padStart(4, '0')}${school.slice(1)}`;
  return `${JSON.stringify(message, null, 2).replace(`"${school}"`, `"${escaped}"`)}\n`;
}

function proven(requirement: string, name: string, posting: Forgery): ReceiverTest {
  return testOf(requirement, {
    id: `receiver/signature/${name}`,
    level: 'standard',
    run: async (receiver) => {
      const message = receiver.message([receiver.invent.nothing()]);
      return allAccepted([await receiver.post(message, posting(message, receiver))]);
    },
  });
}

export const SIGNATURE_TESTS: readonly ReceiverTest[] = [
  ...forgeries,
  testOf('RECEIVER-18', {
    id: 'receiver/signature/refusal',
    level: 'standard',
    run: async (receiver) => {
      const message = receiver.message([receiver.invent.nothing()]);
      const answer = await receiver.post(message, { signing: { secrets: [otherSecret()] } });
      if (answer.accepted) return notApplicable('the message was not refused');
      const evidence = [seen(answer)] as const;
      if (answer.status === 401 || answer.status === 403) return pass(...evidence);
      return fail({ expected: 'HTTP 401 or 403', actual: answer.words, evidence });
    },
  }),
  ...accepted,
];

/** Looks into the ledger. */
export const NOTHING_KEPT: ReceiverTest = heldAfter('RECEIVER-23', { id: 'receiver/forgeries/nothing-kept' }, async (receiver) => {
  const results = Object.values(FORGERIES).map(() => receiver.invent.result());
  for (const [at, [, forge]] of Object.values(FORGERIES).entries()) {
    const message = receiver.message(results.slice(at, at + 1).map(resultItem));
    await receiver.post(message, forge(message, receiver));
  }
  const answers = await receiver.deliver([receiver.invent.nothing()]);
  return { answers, look: both(...results.map((result) => gone(result, 'a result that was not signed'))) };
});
