import { choice, inVersions, many, optional, requiredAttribute, sequence } from '../grammar/combinators.js';
import { date, dateTime } from '../grammar/dates.js';
import type { ValueOf } from '../grammar/grammar.js';
import { string } from '../grammar/strings.js';
import { osoContent } from './oso.js';
import { schoolIdentificatie, tpSchooljaar } from './school-identificatie.js';
import { tpKey, tpString32, tpString128, tpString256 } from './text-types.js';
import { lr, toetsen, tpScore, vocabulaireGebondenVeld } from './toets.js';

const school = lr.complex(
  'ctpSchool',
  sequence(
    lr.element('schooljaar', tpSchooljaar, 'School year of the results', { located: true }),
    schoolIdentificatie(lr),
    lr.element('aanmaakdatum', dateTime, 'Moment at which the message was made; orders the messages of a vendor', { located: true }),
    optional(lr.element('auteur', tpString128, 'Who made the message; may be a person', { privacy: 'F' })),
    lr.element('xsdversie', tpString32, 'Version of UWLR that the message follows', { tolerateMissing: true, located: true }),
    optional(lr.element('commentaar', tpString128, 'Free text', { privacy: 'F' })),
  ),
);

/** Spec c.10: a format that two parties agreed on. Abstract: `xsi:type` must name a registered extension. */
export const ctpAnderResultaatType = lr.complex(
  'ctpAnderResultaatType',
  sequence(optional(lr.element('andere_score', string(undefined, 0), 'A figure in a vendor-specific format', { privacy: 'C' }))),
  { abstract: true },
);

const resultaat = lr.complex(
  'ctpResultaat',
  sequence(
    lr.element('afnamedatum', date, 'Day on which the test was taken', { privacy: 'C', located: true }),
    lr.element('toetscode', tpKey, 'Test that was taken: a toetscode in this message'),
    optional(lr.element('versie', vocabulaireGebondenVeld, 'Version of the test', { located: true })),
    optional(lr.element('toetsonderdeelcode', tpKey, 'Part of the test; absent for the total', { located: true })),
    choice(
      lr.element('score', tpScore, 'Raw score', { privacy: 'C', located: true }),
      lr.element('osoresultaat', lr.complex('ctpOsoResultaat', osoContent), 'Result as OSO defines it', { privacy: 'C', located: true }),
      lr.element('anderresultaat', ctpAnderResultaatType, 'Result in an agreed format', { privacy: 'C' }),
    ),
    optional(lr.element('infourl', tpString256, 'Link to details; may hold ids or tokens', { privacy: 'I' })),
  ),
  { attributes: { key: requiredAttribute(tpKey, 'Identifies this taking of a test by one pupil', { privacy: 'P' }) } },
);

const leerlingid = lr.element('leerlingid', tpKey, "The LAS's own key of the pupil", { privacy: 'P', located: true });
const eckid = lr.element('eckid', tpKey, 'ECK iD of the pupil', { privacy: 'P', located: true });

/**
 * One pupil's results. Up to 2.2 the key of the LAS is mandatory and the ECK iD may go with it. In 2.3 the ECK iD is primary
 * and the key may be absent beside it; that the same holds for results is inferred (the 2.3 files are not public).
 */
const toetsafname = lr.complex(
  'ctpToetsafname',
  sequence(
    inVersions({ until: '2.2' }, sequence(leerlingid, optional({ ...eckid, since: '2.2' }))),
    inVersions({ since: '2.3' }, choice(sequence(leerlingid, optional(eckid)), eckid)),
    optional(
      lr.element('resultaatverwerkerid', tpKey, 'Key of the member of staff who handled the results', { privacy: 'P', located: true }),
    ),
    lr.element(
      'resultaten',
      lr.inline(sequence(many(lr.element('resultaat', resultaat, 'One result', { privacy: 'C', located: true })))),
      'Results of the pupil',
    ),
  ),
);

/** Spec c.10: the message of BrengLeerresultaten. */
export const leerresultatenVerzoek = lr.root(
  'leerresultaten_verzoek',
  lr.inline(
    sequence(
      lr.element('school', school, 'School that the results belong to', { located: true }),
      lr.element(
        'toetsafnames',
        lr.inline(sequence(many(lr.element('toetsafname', toetsafname, 'Results of one pupil', { located: true })))),
        'Results',
      ),
      toetsen,
    ),
  ),
  'Results that a vendor delivers to an administration',
  {
    versionPath: 'school/xsdversie',
    constraints: [
      { kind: 'key', name: 'kResultaat', selector: 'toetsafnames/toetsafname/resultaten/resultaat', field: '@key' },
      { kind: 'key', name: 'kToetscode', selector: 'toetsen/toets', field: 'toetscode' },
      {
        kind: 'keyref',
        name: 'krAfnameToets',
        selector: 'toetsafnames/toetsafname/resultaten/resultaat',
        field: 'toetscode',
        refers: 'kToetscode',
      },
    ],
  },
);

/** The empty answer to it: everything was taken in. */
export const leerresultatenBevestiging = lr.root(
  'leerresultaten_bevestiging',
  lr.complex('ctpLeeg', sequence()),
  'Confirmation: the results were taken in',
);

export type LeerresultatenVerzoek = ValueOf<typeof leerresultatenVerzoek>;
export type Toetsafname = LeerresultatenVerzoek['toetsafnames']['toetsafname'][number];
export type Resultaat = Toetsafname['resultaten']['resultaat'][number];
export type Toets = LeerresultatenVerzoek['toetsen']['toets'][number];
export type Normering = NonNullable<Toets['toetsnormering']>;
