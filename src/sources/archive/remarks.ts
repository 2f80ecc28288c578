/** What is to be said of members of an archive, beside what was read of them. */
export type ArchiveRemark =
  | 'symbolic-link'
  | 'hard-link'
  | 'device'
  | 'named-pipe'
  | 'system-file'
  | 'long-name'
  | 'leads-outside'
  | 'same-name';

/** Of one, and of many. */
const REMARK_WORDS: Readonly<Record<ArchiveRemark, readonly [string, string]>> = {
  'symbolic-link': ['symbolic link passed over', 'symbolic links passed over'],
  'hard-link': [
    'hard link passed over: what it stands for is another member',
    'hard links passed over: what they stand for are other members',
  ],
  device: ['device passed over', 'devices passed over'],
  'named-pipe': ['named pipe passed over', 'named pipes passed over'],
  'system-file': ['file of macOS passed over', 'files of macOS passed over'],
  'long-name': [
    'member passed over whose name is longer than 1,024 bytes',
    'members passed over whose names are longer than 1,024 bytes',
  ],
  'leads-outside': [
    'member whose name leads outside of the archive: it was only read',
    'members whose names lead outside of the archive: they were only read',
  ],
  'same-name': ['member with the name of another: both were read', 'members with the name of another: all were read'],
};

/** `2 symbolic links passed over`, in the order of the table. */
export function describeRemarks(remarks: ReadonlyMap<ArchiveRemark, number> | null): readonly string[] {
  if (remarks === null) return [];
  return REMARKS.flatMap((remark) => {
    const count = remarks.get(remark) ?? 0;
    const [one, many] = REMARK_WORDS[remark];
    return count === 0 ? [] : [`${count === 1 ? 'one' : count.toLocaleString('en-US')} ${count === 1 ? one : many}`];
  });
}

const REMARKS = Object.keys(REMARK_WORDS) as readonly ArchiveRemark[];
