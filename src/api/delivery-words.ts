import type { Changed, DeliveryReason, DeliveryState, HoldReason } from '../store/outbox-store.js';

/** What each state of a delivery means. */
export const STATE_WORDS: Readonly<Record<DeliveryState, string>> = {
  waiting: 'not tried yet',
  leased: 'on its way now',
  retrying: 'tried, without an answer, and tried again',
  held: 'waits for somebody',
  delivered: 'the receiver has it',
  dead: 'never goes, unless somebody redrives it',
  task: 'somebody has to ask the receiver to erase it, as no message can',
  cancelled: 'does not go any more',
};

/** Why a delivery is held, dead or cancelled. */
export const REASON_WORDS: Readonly<Record<DeliveryReason, string>> = {
  paused: 'somebody paused it',
  'target-held': 'its target as a whole waits for somebody',
  restricted: 'the pupil is under a restriction',
  'school-paused': 'the school is paused',
  refused: 'the receiver refused what is in it',
  'too-old': 'its time was over',
  'not-expressible': 'there is no way to say it to this receiver',
  'by-hand': 'somebody cancelled it',
  superseded: 'a newer revision went instead',
  erased: 'the result was erased',
  'no-agreement': 'no agreement lets it through any more',
  'target-ended': 'the target ended',
  asked: 'somebody asked the receiver to erase it',
};

/** Why a target as a whole is held. */
export const HOLD_WORDS: Readonly<Record<HoldReason, string>> = {
  authorisation: 'the receiver does not let us in',
  configuration: 'it cannot be reached with the settings that it has',
  'all-refused': 'it refused everything for so long that it cannot be the results',
};

/** Why deliveries that were meant stay as they are. */
export const SKIPPED_WORDS: Readonly<Record<keyof Changed['skipped'], string>> = {
  'on-its-way': 'on their way to the receiver now',
  'already-so': 'so already',
  delivered: 'delivered, which --force sends again',
  superseded: 'a newer revision goes instead',
  gone: 'the result is not there any more',
  'waiting-already': 'another delivery of it is waiting',
  'not-settled': 'not settled yet',
  task: 'erasures to ask for by hand: see uwlr erase tasks',
};

export const DELIVERY_REASONS = Object.keys(REASON_WORDS) as readonly DeliveryReason[];
