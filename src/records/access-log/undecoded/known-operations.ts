import { OPERATION_FORM } from '../parse-line.ts';
import { standsAt } from './line-bytes.ts';

/** What is held of the operations of a log, which are few and repeat: each is looked at once. */
export class KnownOperations<Kind extends string> {
  private readonly known: { readonly name: Buffer; readonly kind: Kind }[] = [];
  private readonly kindOf: (name: string) => Kind | null;

  /** @param kindOf what an operation of AWS's form is; null for one that is not to be taken */
  constructor(kindOf: (name: string) => Kind | null) {
    this.kindOf = kindOf;
  }

  find(bytes: Buffer, start: number, end: number): Kind | null {
    for (let index = 0; index < this.known.length; index++) {
      const operation = this.known[index];
      if (operation?.name.length === end - start && standsAt(bytes, start, operation.name)) return operation.kind;
    }
    const name = bytes.toString('latin1', start, end);
    const kind = OPERATION_FORM.test(name) ? this.kindOf(name) : null;
    if (kind !== null && this.known.length < KEPT) this.known.push({ name: Buffer.from(name), kind });
    return kind;
  }
}

const KEPT = 32;
