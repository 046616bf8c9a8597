import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import type { PrepareParts } from '../../src/delivery/prepare.js';
import type { SenderParts } from '../../src/delivery/targets/sender-parts.js';
import type { ServeRosterOptions } from '../../src/exchange/answer/serve-roster.js';
import type { ReceiveResultsOptions } from '../../src/exchange/intake/receive-results.js';

/** Rooms from which data of pupils leave other than over REST (see `rest-stores.test.ts` for that). */
const ROOMS = ['src/exchange/answer', 'src/delivery'];
/** A field or parameter of the whole store, or of a whole part of it. */
const WHOLE = /: (?:Store|RosterStore|RightsStore|RetentionStore|AuditStore|SecretStore)\b|Pick<Store,[^>]*'(?:rights|outbox)'/;

test('nothing that serves rosters or delivers results holds a whole store', () => {
  const files = ROOMS.flatMap((room) =>
    readdirSync(room, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => path.join(room, file)),
  );
  expect(files.length).toBeGreaterThan(40);
  expect(files.filter((file) => WHOLE.test(readFileSync(file, 'utf8')))).toEqual([]);
});

test('what leaves is read by name: none of these lines compiles', () => {
  // `npm run types` checks these: each line would compile if the store came whole.
  const serving = ({ store }: ServeRosterOptions) => [
    // @ts-expect-error a roster that may go out comes from `rosters` only
    store.roster,
    // @ts-expect-error serving a roster reads no results
    store.results,
  ];
  const sending = ({ store }: SenderParts) => [
    // @ts-expect-error a sender has the results of its shipment only
    store.results,
    // @ts-expect-error and removes nothing
    store.rights,
  ];
  const preparing = ({ store }: PrepareParts) => [
    // @ts-expect-error a shipment is made of what was queued
    store.results,
    // @ts-expect-error preparing it erases nobody
    store.rights.erase,
  ];
  const receiving = ({ store }: ReceiveResultsOptions) => [
    // @ts-expect-error taking results in reads none
    store.results,
  ];
  expect([serving, sending, preparing, receiving]).toHaveLength(4);
});
