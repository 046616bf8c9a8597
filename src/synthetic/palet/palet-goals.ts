const BASE = 'https://doelen.voorbeeld/palet/';
export const PALET_SET = `${BASE}sets/1`;

/** URI of a goal of the palet by its code. */
export function goalUriOf(code: string): string {
  return `${BASE}doel/${code.toLowerCase()}`;
}

const LEVELS = [{ id: '512e4729-03a4-43a2-95ba-758071d1b725', title: 'po', type: 'Sector' }];

const HEADINGS = [
  ['D', 'Rekenen en wiskunde (verzonnen)', 'domein'],
  ['D.M', 'Meten', 'cluster'],
  ['D.G', 'Getallen', 'cluster'],
] as const;

/** Goals with their heading. P.8 has no activity of anybody; P.7 took the place of P.OUD. */
const GOALS = [
  ['P.1', 'Klokkijken: hele en halve uren', 'D.M'],
  ['P.2', 'Klokkijken: digitale tijden', 'D.M'],
  ['P.3', 'Lengtes meten en vergelijken', 'D.M'],
  ['P.4', 'Gewichten in grammen en kilo’s', 'D.M'],
  ['P.5', 'Optellen en aftrekken tot 1000', 'D.G'],
  ['P.6', 'Tafels tot en met 10', 'D.G'],
  ['P.7', 'Delen met rest', 'D.G'],
  ['P.8', 'Getallen op een getallenlijn', 'D.G'],
] as const;

/** The goal set of the palet, in the format of `uwlr goals import`. */
export function paletGoalSet(): object {
  const item = (code: string, title: string, type: string) => ({ id: code.toLowerCase(), uri: goalUriOf(code), type, title, code });
  return {
    set: {
      key: 'palet',
      version: '1',
      uri: PALET_SET,
      title: 'Palet: doelen voor rekenen in groep 5 (verzonnen)',
      publisher: 'Palet (verzonnen)',
      publicationStatus: 'definitief',
      legalStatus: 'published',
      sector: 'po',
      subject: 'rekenen',
      licence: 'MIT, as the gateway',
      notes: 'Invented, for dashboards to be built on.',
    },
    items: [
      ...HEADINGS.map(([code, title, type]) => item(code, title, type)),
      ...GOALS.map(([code, title]) => ({
        ...item(code, title, 'doel'),
        levels: LEVELS,
        ...(code === 'P.7' ? { replaces: [goalUriOf('P.OUD')] } : {}),
      })),
    ],
    relations: [
      ...[...HEADINGS.slice(1).map(([code]) => [code, 'D'] as const), ...GOALS.map(([code, , heading]) => [code, heading] as const)].map(
        ([from, to]) => ({ from: from.toLowerCase(), to: to.toLowerCase(), type: 'isChildOf', provenance: 'palet' }),
      ),
      { from: 'p.2', to: 'p.1', type: 'isRelatedTo', provenance: 'palet' },
    ],
  };
}
