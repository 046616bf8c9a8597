const STANDING = {
  id: 'voorbeeld-rekenen-meten',
  version: '1',
  uri: 'https://doelen.voorbeeld/sets/rekenen-meten/1',
  title: 'Voorbeeld: doelen voor meten in het basisonderwijs',
  status: 'definitief',
  legalStatus: 'published',
  publisher: 'Voorbeeld',
  sector: 'po',
  subject: 'rekenen',
};

const PO = { uri: 'https://opendata.slo.nl/curriculum/uuid/512e4729-03a4-43a2-95ba-758071d1b725', title: 'po', type: 'Sector' };

const KLOK = 'https://opendata.slo.nl/curriculum/uuid/30789c91-5b39-4780-98f3-a1bd6af2d808';

const KERNDOEL = {
  goal: 'https://opendata.slo.nl/curriculum/uuid/d4b16fc2-8c8a-46ae-956c-d5cdfc6ff03d',
  type: 'kerndoel',
  code: 'PO Kerndoel 33',
  title: 'Meten, en rekenen met maten (in eigen woorden)',
  set: STANDING.id,
  setVersion: STANDING.version,
};

export const SET_EXAMPLE = { ...STANDING, ownOfSchool: false, inUse: true };

export const GOAL_LIST_EXAMPLE = {
  items: [
    {
      goal: KLOK,
      type: 'doel',
      code: 'RW.1.067',
      title: 'Hele uren aflezen op een klok met wijzers (in eigen woorden)',
      set: STANDING.id,
      setVersion: STANDING.version,
      levels: [PO],
    },
  ],
  sets: [STANDING],
};

export const GOAL_EXAMPLE = {
  goal: {
    uri: KLOK,
    id: '30789c91-5b39-4780-98f3-a1bd6af2d808',
    type: 'doel',
    title: 'Hele uren aflezen op een klok met wijzers (in eigen woorden)',
    code: 'RW.1.067',
    levels: [PO],
  },
  set: STANDING,
  via: 'uri',
  alsoIn: [],
  parents: [{ ...KERNDOEL, relation: 'contributesTo', assertedBy: 'voorbeeld' }],
  children: [],
  related: [],
  successors: [],
  predecessors: [],
  kerndoelen: [KERNDOEL],
};
