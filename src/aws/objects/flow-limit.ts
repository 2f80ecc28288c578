/** How many requests may be under way at once: fewer after trouble, more again while all goes well. */
export interface FlowLimit {
  readonly current: number;
  /** Called when a request is begun; what it returns is handed back by `went`. */
  begin(): number;
  went(begun: number, how: 'well' | 'badly'): void;
}

/**
 * Begins at `most`, halves when S3 asks to slow down, and rises by one for each round of requests that went well:
 * the rule by which TCP shares a line. Requests of one burst that fail together count as one.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/optimizing-performance.html
 */
export function createFlowLimit(most: number): FlowLimit {
  let limit = most;
  let begun = 0;
  /** Requests begun before the last halving say nothing new. */
  let halvedAt = 0;
  return {
    get current(): number {
      return Math.max(1, Math.floor(limit));
    },
    begin() {
      begun += 1;
      return begun;
    },
    went(request, how) {
      if (request <= halvedAt) return;
      if (how === 'well') {
        limit = Math.min(most, limit + 1 / limit);
        return;
      }
      limit = Math.max(1, limit / 2);
      halvedAt = begun;
    },
  };
}
