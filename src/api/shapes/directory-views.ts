import { supplied } from '../../core/supplied.js';
import type { Agreement, Party, School } from '../../directory/directory.js';
import { nameOf } from '../../directory/party-name.js';

/** A party as REST shows it: named field by field, so that how it is called, which may hold secrets, never leaves. */
export type ListedParty = Omit<Party, 'connection' | 'certificates' | 'name'> & { readonly name: string };

export function listedParty(party: Party): ListedParty {
  const { klantcode, klantnaam, role, endpoint, policy, version, acceptStale, knownLearnersOnly, createdAt } = party;
  return {
    klantcode,
    klantnaam,
    name: nameOf(party),
    role,
    ...supplied({ endpoint }),
    policy,
    ...supplied({ version }),
    acceptStale,
    knownLearnersOnly,
    createdAt,
  };
}

export function listedSchool({ id, name, createdAt, pausedAt, heldSince }: School): School {
  return {
    id,
    name,
    createdAt,
    ...supplied({ pausedAt, heldSince }),
  };
}

export function listedAgreement(agreement: Agreement): Agreement {
  const { id, school, party, exchanges, profile, fields, scopes, purpose, from, until, endedAt, infourl } = agreement;
  return {
    id,
    school,
    party,
    exchanges,
    profile,
    ...supplied({ fields, scopes }),
    purpose,
    from,
    ...supplied({ until, endedAt }),
    infourl,
  };
}
