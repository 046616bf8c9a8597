import { fail, notApplicable, pass } from '../../verdict.js';
import { resultItem } from '../item-inventor.js';
import { seen } from '../receiver-subject.js';
import { ACCEPTED, allAccepted, type ReceiverTest, testOf } from '../receiver-test.js';

/** Statuses after which the gateway holds the target. */
const NO_RECEIVER = [404, 405, 406, 410, 415];
const REFUSALS = [400, 413, 422];

/** Whether the two can talk at all. What is sent leaves nothing behind: withdrawals of ids that nobody has. */
export const ANSWER_TESTS: readonly ReceiverTest[] = [
  testOf('RECEIVER-02', {
    id: 'receiver/answers/address',
    level: 'connect',
    needs: [],
    advice: {
      en: 'Give the gateway the address that takes the messages itself, without a redirect.',
      nl: 'Geef de gateway het adres dat de berichten zelf aanneemt, zonder doorverwijzing.',
    },
    run: async (receiver) => {
      const [answer] = await receiver.deliver([receiver.invent.nothing()]);
      if (answer === undefined) throw new RangeError('nothing was sent');
      const { status, words } = answer;
      const evidence = [seen(answer)] as const;
      if (status !== undefined && (status < 300 || status > 399) && !NO_RECEIVER.includes(status)) return pass(...evidence);
      return fail({ expected: `no redirect, and none of ${NO_RECEIVER.join(', ')}`, actual: words, evidence });
    },
  }),
  testOf('RECEIVER-01', {
    id: ACCEPTED,
    level: 'connect',
    advice: {
      en: 'Compare the secret with that of the target, and verify the signature over the bytes as they came.',
      nl: 'Vergelijk het geheim met dat van het doel, en controleer de handtekening over de bytes zoals ze kwamen.',
    },
    run: async (receiver) => allAccepted(await receiver.deliver([receiver.invent.nothing()])),
  }),
  testOf('RECEIVER-03', {
    id: 'receiver/answers/no-page',
    level: 'connect',
    writes: true,
    advice: {
      en: 'A page for people answers: the gateway takes it for a login page and sends the message again.',
      nl: 'Een pagina voor mensen antwoordt: de gateway houdt die voor een inlogpagina en stuurt het bericht opnieuw.',
    },
    run: async (receiver) => {
      const [answer] = await receiver.deliver([resultItem(receiver.invent.result())]);
      if (answer === undefined) throw new RangeError('nothing was sent');
      if (answer.isPage) return fail({ expected: 'a 2xx answer that is no page', actual: answer.words, evidence: [seen(answer)] });
      if (!answer.accepted) return notApplicable(`no 2xx answer came: ${answer.words}`);
      return pass(seen(answer));
    },
  }),
  testOf('RECEIVER-04', {
    id: 'receiver/answers/https',
    level: 'connect',
    needs: [],
    advice: { en: 'Put TLS before the receiver.', nl: 'Zet TLS voor de ontvanger.' },
    run: async (receiver) => {
      const { protocol, hostname } = new URL(receiver.config.url);
      if (protocol !== 'https:' && isLocal(hostname)) return notApplicable('the receiver is on this machine');
      const [answer] = await receiver.deliver([receiver.invent.nothing()]);
      if (answer?.status === undefined) return notApplicable('no answer came');
      if (protocol === 'https:')
        return pass({ ...seen(answer), kind: 'connection', text: `TLS with a trusted certificate; ${answer.words}` });
      return fail({ expected: 'https', actual: 'http', evidence: [seen(answer)] });
    },
  }),
  testOf('RECEIVER-08', {
    id: 'receiver/answers/content-refused',
    level: 'full',
    run: async (receiver) => {
      const message = receiver.message([receiver.invent.nothing()]);
      const answer = await receiver.post(message, { body: `${JSON.stringify(message)}}` });
      const evidence = [seen(answer)] as const;
      if (answer.status !== undefined && REFUSALS.includes(answer.status)) return pass(...evidence);
      return fail({ expected: `${REFUSALS.join(', ')} for signed text that is no JSON`, actual: answer.words, evidence });
    },
  }),
  testOf('RECEIVER-05', {
    id: 'receiver/answers/in-time',
    level: 'standard',
    writes: true,
    run: async (receiver) => {
      const [answer] = await receiver.deliver(Array.from({ length: 250 }, () => resultItem(receiver.invent.result())));
      if (answer === undefined) throw new RangeError('nothing was sent');
      if (answer.status !== undefined) return pass({ ...seen(answer), text: `${answer.words} to a message with 250 results, in time` });
      return fail({ expected: 'an answer in time to a message with 250 results', actual: answer.words, evidence: [seen(answer)] });
    },
  }),
];

export function isLocal(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}
