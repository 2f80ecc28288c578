/** A member as a test wants it to stand in an archive. */
export interface TarMember {
  readonly name: string;
  readonly bytes?: Buffer | string;
  /** A plain file unless given. */
  readonly type?: string;
  readonly modified?: number;
  /** In place of its true size. */
  readonly size?: string | Buffer;
}

/** How a header says what it is: the oldest not at all. */
export type TarStyle = 'v7' | 'ustar' | 'gnu';

/** A tar archive, written by hand, so that it may be wrong where a test wants that. */
export function tarOf(members: readonly TarMember[], style: TarStyle = 'ustar'): Buffer {
  return Buffer.concat([...members.map((member) => tarMember(member, style)), Buffer.alloc(1024)]);
}

/** Header, bytes and padding; a name too long for the header stands in front of it, as GNU tar has it. */
export function tarMember(member: TarMember, style: TarStyle): Buffer {
  const bytes = Buffer.from(member.bytes ?? '');
  const name = Buffer.from(member.name);
  const longName =
    name.length > 100 ? tarMember({ name: '././@LongLink', type: 'L', bytes: Buffer.concat([name, ZERO]) }, style) : [];
  return Buffer.concat([
    ...(Array.isArray(longName) ? longName : [longName]),
    header(member, bytes.length, style),
    bytes,
    Buffer.alloc(-bytes.length & 511),
  ]);
}

/** A pax extended header with these records. */
export function paxHeader(records: Readonly<Record<string, string>>, type = 'x'): TarMember {
  const lines = Object.entries(records).map(([key, value]) => {
    const rest = ` ${key}=${value}\n`;
    let length = Buffer.byteLength(rest) + 1;
    while (length !== String(length).length + Buffer.byteLength(rest)) length++;
    return `${length}${rest}`;
  });
  return { name: 'PaxHeaders/x', type, bytes: lines.join('') };
}

function header({ name, type = '0', modified = 0, size }: TarMember, length: number, style: TarStyle): Buffer {
  const block = Buffer.alloc(512);
  Buffer.from(name).copy(block, 0, 0, 100);
  block.write('0000644\0', 100);
  block.write(octal(modified / 1000), 136);
  if (Buffer.isBuffer(size)) size.copy(block, 124);
  else block.write(size ?? octal(length), 124);
  block.write(type, 156);
  if (style === 'ustar') block.write('ustar\x0000', 257, 'latin1');
  if (style === 'gnu') block.write('ustar  \0', 257, 'latin1');
  sign(block);
  return block;
}

/** Writes the checksum of a header, anew after a change. */
export function sign(block: Buffer): void {
  block.fill(' ', 148, 156);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
}

function octal(value: number): string {
  return `${Math.trunc(value).toString(8).padStart(11, '0')}\0`;
}

const ZERO = Buffer.alloc(1);
