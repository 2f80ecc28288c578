/** Stands in for a memory that modules keep for the life of the process: what was remembered under one switch is forgotten at the next. */
class Memory<Key extends WeakKey, Value> extends WeakMap<Key, Value> {
  #since = 0;
  #kept = new WeakMap<Key, Value>();

  get #now(): WeakMap<Key, Value> {
    if (this.#since !== __mutants.switched) {
      this.#since = __mutants.switched;
      this.#kept = new WeakMap();
    }
    return this.#kept;
  }

  override get(key: Key): Value | undefined {
    return this.#now.get(key);
  }

  override set(key: Key, value: Value): this {
    this.#now.set(key, value);
    return this;
  }
}

/** What the instrumented modules ask, one for the process. */
export class Switch {
  #on: ReadonlySet<string>;
  #deadline = Number.POSITIVE_INFINITY;
  #turns = 0;
  #reached = new Set<string>();
  readonly #memories: Map<unknown, unknown>[] = [];
  /** How often something was switched. */
  switched = 0;
  readonly Memory: typeof Memory = Memory;

  constructor(on: ReadonlySet<string>) {
    this.#on = on;
  }

  is(id: string): boolean {
    this.#reached.add(id);
    this.turn();
    return this.#on.has(id);
  }

  turn(): void {
    this.#turns += 1;
    if (this.#turns % 1_024 === 0 && performance.now() > this.#deadline) throw new Error('the mutant takes too long');
  }

  get on(): ReadonlySet<string> {
    return this.#on;
  }

  turnOn(ids: ReadonlySet<string>, limitMs: number): void {
    this.#on = ids;
    this.#forget();
    this.#deadline = performance.now() + limitMs;
  }

  turnOff(): void {
    this.#on = new Set();
    this.#forget();
    this.#deadline = Number.POSITIVE_INFINITY;
  }

  /** A memory that can be emptied. */
  forgetting<Kept extends Map<unknown, unknown>>(memory: Kept): Kept {
    this.#memories.push(memory);
    return memory;
  }

  #forget(): void {
    this.switched += 1;
    for (const memory of this.#memories) memory.clear();
  }

  /** Those that were asked for since the last time. */
  takeReached(): ReadonlySet<string> {
    const reached = this.#reached;
    this.#reached = new Set();
    return reached;
  }
}

declare global {
  var __mutants: Switch;
}

// One that takes effect when its module is loaded is on from the start.
globalThis.__mutants ??= new Switch(new Set([process.env['MUTANT'] ?? '']));
