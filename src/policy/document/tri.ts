/** An answer in three values: what is not known is neither yes nor no. */
export type Tri = 'yes' | 'no' | 'unknown';

export function triOf(holds: boolean): Tri {
  return holds ? 'yes' : 'no';
}

export function negate(answer: Tri): Tri {
  if (answer === 'unknown') return 'unknown';
  return answer === 'yes' ? 'no' : 'yes';
}

/** Yes when all are yes, no as soon as one is no. */
export function allOf(answers: Iterable<Tri>): Tri {
  let result: Tri = 'yes';
  for (const answer of answers) {
    if (answer === 'no') return 'no';
    if (answer === 'unknown') result = 'unknown';
  }
  return result;
}

/** Yes as soon as one is yes, no when all are no. */
export function anyOf(answers: Iterable<Tri>): Tri {
  let result: Tri = 'no';
  for (const answer of answers) {
    if (answer === 'yes') return 'yes';
    if (answer === 'unknown') result = 'unknown';
  }
  return result;
}
