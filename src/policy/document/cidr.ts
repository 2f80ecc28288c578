/** A range of addresses, both ends included, as numbers. IPv4 and IPv6 are separate worlds: neither holds addresses of the other. */
export interface AddressRange {
  readonly family: 4 | 6;
  readonly first: bigint;
  readonly last: bigint;
}

/**
 * Reads an address or a network in CIDR form; null for anything else. Bits beyond the prefix are ignored, as
 * AWS ignores them, and an address without a prefix stands for itself alone.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_IPAddress
 */
export function parseCidr(text: string): AddressRange | null {
  const slash = text.indexOf('/');
  const address = parseAddress(slash === -1 ? text : text.slice(0, slash));
  if (address === null) return null;
  const bits = address.family === 4 ? 32 : 128;
  const prefix = slash === -1 ? bits : readPrefix(text.slice(slash + 1), bits);
  if (prefix === null) return null;
  const hostBits = BigInt(bits - prefix);
  const first = (address.first >> hostBits) << hostBits;
  return { family: address.family, first, last: first + (1n << hostBits) - 1n };
}

/** Reads one address as a range of one; null for anything else. */
export function parseAddress(text: string): AddressRange | null {
  const v4 = parseIpv4(text);
  if (v4 !== null) return { family: 4, first: v4, last: v4 };
  const v6 = parseIpv6(text);
  return v6 === null ? null : { family: 6, first: v6, last: v6 };
}

/** The written form of an address, without abbreviation. */
export function formatAddress(family: 4 | 6, address: bigint): string {
  if (family === 4) return [24n, 16n, 8n, 0n].map((shift) => (address >> shift) & 255n).join('.');
  return [112n, 96n, 80n, 64n, 48n, 32n, 16n, 0n].map((shift) => ((address >> shift) & 0xffffn).toString(16)).join(':');
}

function readPrefix(text: string, bits: number): number | null {
  if (!/^\d{1,3}$/.test(text)) return null;
  const prefix = Number(text);
  return prefix <= bits ? prefix : null;
}

function parseIpv4(text: string): bigint | null {
  if (!/^(?:\d{1,3}\.){3}\d{1,3}$/.test(text)) return null;
  const octets = text.split('.').map(Number);
  return octets.every((octet) => octet <= 255) ? BigInt(octets.reduce((sum, octet) => sum * 256 + octet, 0)) : null;
}

function parseIpv6(text: string): bigint | null {
  if (!text.includes(':')) return null;
  const halves = text.split('::');
  if (halves.length > 2) return null;
  const groups = halves.map((half, index) => readGroups(half, index === halves.length - 1));
  const [left, right] = groups;
  if (left === null || left === undefined || right === null) return null;
  const all = right === undefined ? left : fillGap(left, right);
  return all?.length === 8 ? all.reduce((sum, group) => (sum << 16n) + group, 0n) : null;
}

/** `::` stands for at least one group of zeros. */
function fillGap(left: readonly bigint[], right: readonly bigint[]): bigint[] | null {
  const gap = 8 - left.length - right.length;
  return gap < 1 ? null : [...left, ...Array.from({ length: gap }, () => 0n), ...right];
}

/** Groups of a half; what ends the address may be written as an IPv4 address. */
function readGroups(half: string, isEnd: boolean): bigint[] | null {
  if (half === '') return [];
  const groups: bigint[] = [];
  const texts = half.split(':');
  for (const [index, text] of texts.entries()) {
    if (/^[\da-f]{1,4}$/i.test(text)) groups.push(BigInt(`0x${text}`));
    else {
      const embedded = isEnd && index === texts.length - 1 ? parseIpv4(text) : null;
      if (embedded === null) return null;
      groups.push(embedded >> 16n, embedded & 0xffffn);
    }
  }
  return groups;
}
