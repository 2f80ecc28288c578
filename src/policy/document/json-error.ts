/**
 * Where a text stops being JSON: the position of the first character that cannot stand there, or the text's length
 * where it ends too early. null for JSON. The engine's own messages do not always tell.
 *
 * @param text nested no deeper than a caller's stack allows.
 */
export function findJsonError(text: string): number | null {
  const scanner = new Scanner(text);
  const isValue = scanner.value();
  scanner.space();
  return isValue && scanner.position === text.length ? null : scanner.position;
}

class Scanner {
  position = 0;
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /** Goes past one value; false leaves the position at the offending character. */
  value(): boolean {
    this.space();
    switch (this.#text[this.position]) {
      case '{':
        return this.#list('}', () => this.#member());
      case '[':
        return this.#list(']', () => this.value());
      case '"':
        return this.#match(STRING);
      default:
        return this.#match(NUMBER) || this.#match(WORD);
    }
  }

  space(): void {
    this.#match(SPACE);
  }

  #member(): boolean {
    this.space();
    if (!this.#match(STRING)) return false;
    this.space();
    return this.#take(':') && this.value();
  }

  #list(end: string, item: () => boolean): boolean {
    this.position += 1;
    this.space();
    if (this.#take(end)) return true;
    while (item()) {
      this.space();
      if (this.#take(end)) return true;
      if (!this.#take(',')) return false;
    }
    return false;
  }

  #take(character: string): boolean {
    if (this.#text[this.position] !== character) return false;
    this.position += 1;
    return true;
  }

  #match(pattern: RegExp): boolean {
    pattern.lastIndex = this.position;
    const found = pattern.exec(this.#text);
    if (found === null) return false;
    this.position = pattern.lastIndex;
    return true;
  }
}

const SPACE = /[ \t\r\n]*/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /true|false|null/y;
// Every character can be read in one way only, so that no input makes this go back and forth.
const STRING = /"(?:[ !#-[\]-\uffff]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"/y;
