import type { Changed, DeliveryReason, DeliveryState, HoldReason } from '../../store/outbox-store.js';

/** What each state of a delivery means. */
export const STATE_WORDS: Readonly<Record<DeliveryState, string>> = {
  waiting: 'not tried yet',
  leased: 'being sent now',
  retrying: 'failed, and will be tried again',
  held: 'waits for an operator',
  delivered: 'confirmed by the receiver',
  dead: 'given up, unless redriven',
  cancelled: 'will not be sent',
  task: 'an operator must ask the receiver to erase it',
};

/** Why a delivery is held, dead or cancelled. */
export const REASON_WORDS: Readonly<Record<DeliveryReason, string>> = {
  paused: 'paused by an operator',
  'target-held': 'its target is held',
  restricted: 'the processing of this pupil is restricted',
  'school-paused': 'the school is paused',
  refused: 'the receiver refused the content',
  'too-old': 'its delivery term expired',
  'not-expressible': 'it cannot be expressed in the format of this receiver',
  'by-hand': 'cancelled by an operator',
  superseded: 'a newer revision was sent instead',
  erased: 'the result was erased',
  'no-agreement': 'no agreement allows it any more',
  'target-ended': 'the target ended',
  asked: 'an operator asked the receiver to erase it',
  muted: 'the school muted signals of this kind and vendor',
};

/** Why a target as a whole is held. */
export const HOLD_WORDS: Readonly<Record<HoldReason, string>> = {
  authorisation: 'the receiver denies access',
  configuration: 'it cannot be reached with its current settings',
  'all-refused': 'it refused every delivery for a long time, so the cause is unlikely to be the results',
};

/** Why deliveries that were meant stay as they are. */
export const SKIPPED_WORDS: Readonly<Record<keyof Changed['skipped'], string>> = {
  'on-its-way': 'being sent now',
  'already-so': 'already in that state',
  delivered: 'delivered; --force sends them again',
  superseded: 'replaced by a newer revision',
  gone: 'the result was deleted',
  'waiting-already': 'another delivery of the result is waiting',
  'not-settled': 'not finished yet',
  task: 'erasures to request by hand: see uwlr erase tasks',
};

export const DELIVERY_REASONS = Object.keys(REASON_WORDS) as readonly DeliveryReason[];
