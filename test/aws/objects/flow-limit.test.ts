import { describe, expect, it } from 'vitest';
import { createFlowLimit } from '../../../src/aws/objects/flow-limit.ts';

describe('createFlowLimit', () => {
  it('halves once for a burst of requests that fail together', () => {
    const flow = createFlowLimit(32);
    const burst = Array.from({ length: 32 }, () => flow.begin());
    for (const request of burst) flow.went(request, 'badly');
    expect(flow.current).toBe(16);
  });

  it('halves again for requests begun later, never below one', () => {
    const flow = createFlowLimit(32);
    for (let round = 0; round < 20; round++) flow.went(flow.begin(), 'badly');
    expect(flow.current).toBe(1);
  });

  it('rises by one for each round that goes well, to where it began and no further', () => {
    const flow = createFlowLimit(8);
    flow.went(flow.begin(), 'badly');
    expect(flow.current).toBe(4);
    for (let request = 0; request < 5; request++) flow.went(flow.begin(), 'well');
    expect(flow.current).toBe(5);
    for (let request = 0; request < 100; request++) flow.went(flow.begin(), 'well');
    expect(flow.current).toBe(8);
  });
});
