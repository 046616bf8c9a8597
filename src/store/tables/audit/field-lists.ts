import { checkAuditFields } from '../../audit.js';
import { fieldsHash } from './audit-hash.js';

const MOST_LISTS = 256;

/** Hashes of lists of fields that came by, which are few: checking and hashing one is most of the work of an entry. */
export class FieldLists {
  private readonly known = new Map<string, Buffer>();

  /** What a list, as `fieldsText` makes it, is kept under. Throws `StoreError('failed')` for one without the shape that keeps texts of people out. */
  hashOf(text: string): Buffer {
    const known = this.known.get(text);
    if (known !== undefined) return known;
    if (text !== '') checkAuditFields(text.split('\n'));
    if (this.known.size >= MOST_LISTS) this.known.clear();
    const hash = fieldsHash(text);
    this.known.set(text, hash);
    return hash;
  }
}
