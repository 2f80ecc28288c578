import { describe, expect, it } from 'vitest';
import { inParallel } from '../../../src/aws/objects/in-parallel.ts';

describe('inParallel', () => {
  it('works on every item once, never on more than the limit at a time', async () => {
    const seen: number[] = [];
    let atOnce = 0;
    let most = 0;
    await inParallel(numbers(50), 7, async (item) => {
      atOnce += 1;
      most = Math.max(most, atOnce);
      await turns(item % 5);
      seen.push(item);
      atOnce -= 1;
    });
    expect(seen.sort((a, b) => a - b)).toEqual(numbers(50));
    expect(most).toBe(7);
  });

  it('begins items as they come', async () => {
    const order: string[] = [];
    async function* given() {
      for (const item of numbers(3)) {
        order.push(`given ${item}`);
        yield item;
      }
    }
    await inParallel(given(), 8, async (item) => {
      order.push(`begun ${item}`);
    });
    expect(order).toEqual(['given 0', 'begun 0', 'given 1', 'begun 1', 'given 2', 'begun 2']);
  });

  it('takes no more after a failure, waits for what is under way, closes the source, and throws', async () => {
    const begun: number[] = [];
    const ended: number[] = [];
    let isClosed = false;
    function* given() {
      try {
        yield* numbers(1000);
      } finally {
        isClosed = true;
      }
    }
    const run = inParallel(given(), 3, async (item) => {
      begun.push(item);
      await turns(item === 1 ? 1 : 10);
      if (item === 1) throw new Error('item 1');
      ended.push(item);
    });
    await expect(run).rejects.toThrow('item 1');
    expect(isClosed).toBe(true);
    expect(begun).toEqual([0, 1, 2]);
    expect(ended).toEqual([0, 2]);
  });

  it('waits for what is under way when the source fails', async () => {
    const ended: number[] = [];
    async function* given() {
      yield 1;
      throw new Error('no more pages');
    }
    const run = inParallel(given(), 3, async (item) => {
      await turns(5);
      ended.push(item);
    });
    await expect(run).rejects.toThrow('no more pages');
    expect(ended).toEqual([1]);
  });
});

function numbers(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}

async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) await new Promise((resolve) => setImmediate(resolve));
}
