import { changedHost } from './compile.ts';
import type { Mutant } from './mutant.ts';
import { loopBodies, type Span } from './mutators.ts';

/** A place of the source around or at which something is written. */
interface Slot extends Span {
  readonly around: (inner: string) => string;
}

/**
 * A module with all its mutants in it, each of which does nothing until its number is switched on (`switch.ts`), and with
 * every turn of its loops counted, so that none goes on for ever. Lines stay where they are.
 */
export function instrument(source: string, mutants: readonly Mutant[]): string {
  const hosts = new Map(mutants.map(({ host }) => [`${host.start}-${host.end}`, host]));
  const slots: Slot[] = [...hosts.values()].map((host) => {
    const { start, end } = host;
    const own = mutants.filter((mutant) => mutant.host.start === start && mutant.host.end === end);
    if (host.kind === 'statement') {
      const isOn = own.map(({ id }) => `__mutants.is('${id}')`).join('||');
      return { start, end, around: (inner) => `{if(!(${isOn})){${inner}}}` };
    }
    const arms = own.map((mutant) => `__mutants.is('${mutant.id}')?(${changedHost(source, mutant)}):`).join('');
    return { start, end, around: (inner) => `(${arms}(${inner}))` };
  });
  for (const place of loopBodies(source)) slots.push({ start: place, end: place, around: () => '__mutants.turn();' });
  slots.sort((one, other) => one.start - other.start || other.end - one.end);
  let next = 0;
  return render(0, source.length);

  function render(start: number, end: number): string {
    let text = '';
    let at = start;
    for (let slot = slots[next]; slot !== undefined && slot.start < end && slot.end <= end; slot = slots[next]) {
      next += 1;
      text += source.slice(at, slot.start) + slot.around(render(slot.start, slot.end));
      at = slot.end;
    }
    return text + source.slice(at, end);
  }
}
