/**
 * Finds an object in a JSON text that names the same member twice, and returns the path of the second one
 * (`Statement[0].Condition.StringNotEquals`); null when there is none. `JSON.parse` would keep the last and
 * drop the first without a word, while AWS refuses such a policy:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 *
 * @param json text that `JSON.parse` accepts.
 */
export function findDuplicateMember(json: string): string | null {
  const open: Container[] = [];
  for (let index = 0; index < json.length; index += 1) {
    const container = open.at(-1);
    switch (json[index]) {
      case '{':
        open.push({ kind: 'object', names: new Set(), name: '', expectsName: true });
        break;
      case '[':
        open.push({ kind: 'array', index: 0 });
        break;
      case '}':
      case ']':
        open.pop();
        break;
      case ',':
        if (container?.kind === 'object') container.expectsName = true;
        else if (container !== undefined) container.index += 1;
        break;
      case '"': {
        const end = endOfString(json, index);
        if (container?.kind === 'object' && container.expectsName) {
          container.expectsName = false;
          container.name = String(JSON.parse(json.slice(index, end + 1)));
          if (container.names.has(container.name)) return pathOf(open);
          container.names.add(container.name);
        }
        index = end;
        break;
      }
      default:
        break;
    }
  }
  return null;
}

type Container =
  | { readonly kind: 'object'; readonly names: Set<string>; name: string; expectsName: boolean }
  | { readonly kind: 'array'; index: number };

function endOfString(json: string, start: number): number {
  let index = start + 1;
  while (index < json.length && json[index] !== '"') index += json[index] === '\\' ? 2 : 1;
  return index;
}

function pathOf(open: readonly Container[]): string {
  return open.reduce((path, container) => {
    if (container.kind === 'array') return `${path}[${container.index}]`;
    return path === '' ? container.name : `${path}.${container.name}`;
  }, '');
}
