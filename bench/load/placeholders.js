/** What stands in a prepared message for its aanmaakdatum and for the beginning of its keys; as long as what takes its place. */
export const MADE = '~~~~-~~-~~T~~:~~:~~.~~~Z';
export const KEY = '~~~~~~~~';

/** A prepared message, in which the moment is filled in before it is sent: nothing else has to be done for each message. */
export class FillableRequest {
  #bytes;
  #made;
  #keys;

  /** @param bytes a whole HTTP request with `MADE` once and `KEY` any number of times */
  constructor(bytes) {
    this.#bytes = bytes;
    this.#made = bytes.indexOf(MADE);
    this.#keys = offsetsOf(bytes, KEY);
  }

  /** The request for a message made at this moment (ms since 1970), with keys of its own. The same buffer each time. */
  at(moment) {
    if (this.#made !== -1) this.#bytes.write(new Date(moment).toISOString(), this.#made, 'latin1');
    const key = Buffer.from(moment.toString(36).padStart(KEY.length, '0'), 'latin1');
    for (const offset of this.#keys) this.#bytes.set(key, offset);
    return this.#bytes;
  }
}

function offsetsOf(bytes, text) {
  const offsets = [];
  for (let at = bytes.indexOf(text); at !== -1; at = bytes.indexOf(text, at + text.length)) offsets.push(at);
  return offsets;
}
