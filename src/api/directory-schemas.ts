import { UWLR_VERSIONS } from '../uwlr/finding.js';
import type { JsonSchema } from './parameter.js';

const TEXT = { type: 'string' };
const TEXTS = { type: 'array', items: TEXT };
const INSTANT = { type: 'string', format: 'date-time' };
const FLAG = { type: 'boolean' };

export const SCHOOL_SCHEMA: JsonSchema = {
  type: 'object',
  description: 'A school of this gateway.',
  properties: {
    id: { type: 'string', examples: ['99AB', '99AB-01'] },
    name: TEXT,
    createdAt: INSTANT,
    pausedAt: { ...INSTANT, description: 'Since when nothing moves for this school. Absent: it does.' },
    heldSince: { ...INSTANT, description: 'Since when nothing of this school is removed (legal hold). Absent: there is no hold.' },
  },
  required: ['id', 'name', 'createdAt'],
  additionalProperties: false,
};

export const PARTY_SCHEMA: JsonSchema = {
  type: 'object',
  description: 'A system that exchanges with the gateway. Nothing that is secret.',
  properties: {
    klantcode: TEXT,
    klantnaam: { ...TEXT, description: 'Name in the header of its messages. For a LAS: the name that the gateway presents to it.' },
    name: { ...TEXT, description: 'Display name. A LAS without one is shown by the host of its endpoint.' },
    role: { enum: ['ea', 'las', 'client'] },
    endpoint: TEXT,
    policy: { enum: ['strict', 'tolerant'] },
    version: { enum: UWLR_VERSIONS, description: 'Version of UWLR of messages that name none.' },
    acceptStale: FLAG,
    knownLearnersOnly: FLAG,
    createdAt: INSTANT,
  },
  required: ['klantcode', 'klantnaam', 'name', 'role', 'policy', 'acceptStale', 'knownLearnersOnly', 'createdAt'],
  additionalProperties: false,
};

export const AGREEMENT_SCHEMA: JsonSchema = {
  type: 'object',
  description: 'Who may exchange what for a school, and why.',
  properties: {
    id: TEXT,
    school: TEXT,
    party: { ...TEXT, description: 'Klantcode.' },
    exchanges: { type: 'array', items: { enum: ['leerlinggegevens', 'leerresultaten', 'rest'] } },
    profile: TEXT,
    fields: { ...TEXTS, description: 'Only these fields of the profile. Absent: all that it has.' },
    scopes: { ...TEXTS, description: 'What a client may read over REST.' },
    purpose: TEXT,
    from: INSTANT,
    until: INSTANT,
    endedAt: { ...INSTANT, description: 'When somebody ended it. Absent: nobody did.' },
    infourl: {
      type: 'object',
      description: 'What is kept of links to details.',
      properties: { keep: TEXT, hosts: TEXTS },
      required: ['keep'],
    },
  },
  required: ['id', 'school', 'party', 'exchanges', 'profile', 'purpose', 'from', 'infourl'],
  additionalProperties: false,
};
