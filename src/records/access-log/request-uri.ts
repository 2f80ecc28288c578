/**
 * The inventory configuration that a request names, from `PUT /bucket?inventory&id=daily-full HTTP/1.1`. null when it
 * names none.
 */
export function inventoryIdInUri(requestUri: string | null): string | null {
  const query = queryOf(requestUri);
  return query.has('inventory') ? query.get('id') || null : null;
}

/** `PUT` in `PUT /bucket?policy HTTP/1.1`. */
export function methodOf(requestUri: string | null): string | null {
  const end = requestUri?.indexOf(' ') ?? -1;
  return requestUri === null || end < 0 ? null : requestUri.slice(0, end).toUpperCase();
}

/** Query parameters of a logged request URI, decoded; of a repeated one the first, of more than 64 the first 64. */
export function queryOf(requestUri: string | null): ReadonlyMap<string, string> {
  const query = new Map<string, string>();
  const start = requestUri?.indexOf('?') ?? -1;
  if (requestUri === null || start < 0) {
    return query;
  }
  const protocol = requestUri.lastIndexOf(' HTTP/');
  const text = requestUri.slice(start + 1, protocol > start ? protocol : undefined);
  for (const pair of text.split('&', MOST_PARAMETERS)) {
    const equals = pair.indexOf('=');
    const name = decoded(equals < 0 ? pair : pair.slice(0, equals));
    if (!query.has(name)) {
      query.set(name, equals < 0 ? '' : decoded(pair.slice(equals + 1)));
    }
  }
  return query;
}

/** A broken escape is left as written. */
function decoded(text: string): string {
  if (!text.includes('%')) {
    return text;
  }
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const MOST_PARAMETERS = 64;
