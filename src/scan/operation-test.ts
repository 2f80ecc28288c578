/**
 * Whether names of operations match the user's expression. Names are short: the expression meets no more than 64
 * characters of one, since it can take exponential time on text that somebody else wrote into a log. Names repeat, so
 * each is tested once.
 */
export function operationTest(expression: RegExp): (name: string) => boolean {
  const answers = new Map<string, boolean>();
  return (name) => {
    const remembered = answers.get(name);
    if (remembered !== undefined) return remembered;
    const answer = expression.test(name.slice(0, TESTED_CHARACTERS));
    if (answers.size < REMEMBERED_NAMES && name.length <= TESTED_CHARACTERS) answers.set(name, answer);
    return answer;
  };
}

/** The expression that `--operation` gives: case does not matter, and it may match anywhere in a name. */
export function operationExpression(pattern: string): RegExp {
  return new RegExp(pattern, 'i');
}

const TESTED_CHARACTERS = 64;
const REMEMBERED_NAMES = 1_000;
