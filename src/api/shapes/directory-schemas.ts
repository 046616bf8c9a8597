import { UWLR_VERSIONS } from '../../uwlr/finding.js';
import type { JsonSchema } from './parameters/parameter.js';

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
    pausedAt: { ...INSTANT, description: 'Since when the school is paused. Absent: not paused.' },
    heldSince: { ...INSTANT, description: 'Since when data of this school are exempt from deletion (legal hold). Absent: no hold.' },
  },
  required: ['id', 'name', 'createdAt'],
  additionalProperties: false,
};

export const PARTY_SCHEMA: JsonSchema = {
  type: 'object',
  description: 'A system that exchanges data with the gateway. No secrets are shown.',
  properties: {
    klantcode: TEXT,
    klantnaam: { ...TEXT, description: 'Name in the header of its messages. For a LAS: the name that the gateway presents to it.' },
    name: { ...TEXT, description: 'Display name. A LAS without one is shown by the host of its endpoint.' },
    role: { enum: ['ea', 'las', 'client'] },
    endpoint: TEXT,
    policy: { enum: ['strict', 'tolerant'] },
    version: { enum: UWLR_VERSIONS, description: 'UWLR version of messages without xsdversie.' },
    acceptStale: FLAG,
    knownLearnersOnly: FLAG,
    createdAt: INSTANT,
  },
  required: ['klantcode', 'klantnaam', 'name', 'role', 'policy', 'acceptStale', 'knownLearnersOnly', 'createdAt'],
  additionalProperties: false,
};

export const AGREEMENT_SCHEMA: JsonSchema = {
  type: 'object',
  description: 'An agreement: party, exchange, data and purpose for one school.',
  properties: {
    id: TEXT,
    school: TEXT,
    party: { ...TEXT, description: 'Klantcode.' },
    exchanges: { type: 'array', items: { enum: ['leerlinggegevens', 'leerresultaten', 'rest'] } },
    profile: TEXT,
    fields: { ...TEXTS, description: 'Only these fields of the profile. Absent: all its fields.' },
    scopes: { ...TEXTS, description: 'What a client may read over REST.' },
    purpose: TEXT,
    from: INSTANT,
    until: INSTANT,
    endedAt: { ...INSTANT, description: 'When the agreement was ended. Absent: not ended.' },
    infourl: {
      type: 'object',
      description: 'Treatment of links to details.',
      properties: { keep: TEXT, hosts: TEXTS },
      required: ['keep'],
    },
  },
  required: ['id', 'school', 'party', 'exchanges', 'profile', 'purpose', 'from', 'infourl'],
  additionalProperties: false,
};

const AGREEMENT_REF: JsonSchema = { $ref: '#/components/schemas/Agreement' };

export const AGREEMENT_DETAIL_SCHEMA: JsonSchema = {
  type: 'object',
  description: 'An agreement with what it means now.',
  properties: {
    agreement: AGREEMENT_REF,
    state: { enum: ['in-force', 'not-yet', 'over'] },
    partyName: { ...TEXT, description: 'Display name of the party.' },
    schoolName: TEXT,
    fields: {
      ...TEXTS,
      description: 'Every field that the agreement allows, over all its exchanges. Empty for `rest`, where scopes say it.',
    },
    overruledFor: { ...TEXTS, description: 'Exchanges for which a later agreement of this school and party counts.' },
  },
  required: ['agreement', 'state', 'partyName', 'schoolName', 'fields', 'overruledFor'],
  additionalProperties: false,
};

const CHANGE: JsonSchema = {
  type: 'object',
  properties: { from: TEXT, to: TEXT },
  required: ['from', 'to'],
  additionalProperties: false,
};

export const REPLACEMENT_SCHEMA: JsonSchema = {
  type: 'object',
  description: 'One agreement in the place of another.',
  properties: {
    agreement: { ...AGREEMENT_REF, description: 'Takes effect at `from`.' },
    replaces: { ...AGREEMENT_REF, description: 'The old one, as it was before the change.' },
    changes: {
      type: 'object',
      description: 'The differences. Empty: the same terms, from another moment.',
      properties: {
        exchangesAdded: TEXTS,
        exchangesDropped: TEXTS,
        profile: CHANGE,
        fieldsAdded: TEXTS,
        fieldsDropped: TEXTS,
        scopesAdded: TEXTS,
        scopesDropped: TEXTS,
        purpose: CHANGE,
        until: { ...CHANGE, description: '`never` stands for no end.' },
        infourl: CHANGE,
      },
      additionalProperties: false,
    },
    remarks: { ...TEXTS, description: 'What else to know, such as fields that UWLR cannot do without.' },
  },
  required: ['agreement', 'replaces', 'changes', 'remarks'],
  additionalProperties: false,
};
