import type { Caller } from '../../conformance/messages/write.js';
import type { FaultCode } from '../../uwlr/fault-code.js';
import type { Trigger } from './trigger.js';
import type { MessageChanges, TriggerKit } from './trigger-kit.js';

const OTHER_SCHOOL = '99ZZ';

/** Who sends, and for which school. The gateway tells the sender only that it has no access; its own record has the reason. */
export const CREDENTIAL_TRIGGERS: readonly Trigger[] = [
  stranger('unknown-klantcode', 'The klantcode is unknown.', 'Client.OngeldigeKlantIdentificatie', { klantcode: 'ONBEKEND-TRIGGER' }),
  stranger('wrong-klantnaam', 'The klantnaam does not belong to the klantcode.', 'Client.OngeldigeKlantIdentificatie', {
    klantnaam: 'Een heel andere naam',
  }),
  stranger('wrong-key', 'The autorisatiesleutel is wrong.', 'Client.AutorisatieOngeldig', {
    autorisatiesleutel: 'verkeerde-sleutel-trigger-01',
  }),
  {
    name: 'expired-key',
    does: 'The autorisatiesleutel has expired (--expired-key-file).',
    see: 'The message is refused with Client.AutorisatieOngeldig. `uwlr exchange show ID` gives the reason.',
    needs: 'expired-key',
    steps: [
      (kit) =>
        kit.results('3 results, with a key that has expired', ['Client.AutorisatieOngeldig'], undefined, {
          caller: { autorisatiesleutel: kit.config.expiredKey ?? '' },
        }),
    ],
  },
  stranger('no-header', 'The message has no header.', 'Client.AutorisatieOngeldig', { header: '' }),
  {
    name: 'other-school',
    does: `The message is for a school that the key does not open (${OTHER_SCHOOL}).`,
    see: 'The message is refused with Client.AutorisatieOngeldig, as it would be if the school did not exist.',
    steps: [
      (kit) =>
        kit.results('3 results of another school', ['Client.AutorisatieOngeldig'], (message) => {
          const { schooljaar, aanmaakdatum, xsdversie } = message.school;
          return { ...message, school: { schooljaar, brincode: OTHER_SCHOOL, aanmaakdatum, xsdversie } };
        }),
    ],
  },
  {
    name: 'paused-school',
    does: 'The school is paused: run `uwlr school pause --school SCHOOL` before.',
    see: 'The message is refused with Server.TijdelijkNietBeschikbaar and Retry-After. It is accepted after `uwlr school resume --school SCHOOL`.',
    needs: 'pause',
    steps: [(kit) => ({ ...kit.results('3 results', ['Server.TijdelijkNietBeschikbaar']), recorded: 'refused', rules: ['UWLR-EX-013'] })],
  },
];

function stranger(name: string, does: string, code: FaultCode, changed: Partial<Caller> | Pick<MessageChanges, 'header'>): Trigger {
  const changes: MessageChanges = 'header' in changed ? changed : { caller: changed as Partial<Caller> };
  return {
    name,
    does,
    see: `The message is refused with ${code}, and nothing of it is stored.`,
    steps: [(kit: TriggerKit) => kit.results('3 results', [code], undefined, changes)],
  };
}
