/**
 * Writes XML as one kind of sender does: with or without a prefix, with or without indentation. It is not our own writer, so
 * that the bench does not depend on what it measures. The values are our own too: nothing in them needs escaping.
 */
export class Emitter {
  /** Characters so far. */
  length = 0;
  #pieces = [];
  #open = [];
  #prefix;
  #indent;

  /** @param style `prefix` is put before names that have none, `indent` starts a line for every element */
  constructor({ prefix = '', indent = false } = {}) {
    this.#prefix = prefix;
    this.#indent = indent;
  }

  open(name, attributes = '') {
    const tag = this.#name(name);
    this.#line();
    this.#open.push(tag);
    this.#put(attributes === '' ? `<${tag}>` : `<${tag} ${attributes}>`);
  }

  leaf(name, value) {
    const tag = this.#name(name);
    this.#line();
    this.#put(`<${tag}>${value}</${tag}>`);
  }

  close() {
    const tag = this.#open.pop();
    this.#line();
    this.#put(`</${tag}>`);
  }

  toString() {
    return this.#pieces.join('');
  }

  #name(name) {
    return name.includes(':') ? name : this.#prefix + name;
  }

  #line() {
    if (this.#indent && this.length > 0) this.#put(`\n${'  '.repeat(this.#open.length)}`);
  }

  #put(text) {
    this.#pieces.push(text);
    this.length += text.length;
  }
}
