import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type EvidenceFaults, TRAIL } from './fault.ts';

/** A file beside the evidence. */
function beside(name: string | Buffer, text = 'x'): (folder: string) => void {
  return (folder) => writeFileSync(Buffer.concat([Buffer.from(`${folder}/`), Buffer.from(name)]), text);
}

/** Files, folders and what else a path may name. */
export const IN_STORAGE: EvidenceFaults = {
  'a path that does not exist': {
    make: () => {},
    named: (folder) => [folder, join(folder, 'nowhere.log')],
    told: /no such file or directory: .*nowhere\.log/,
    verdict: 'refused',
  },
  'a pattern that matches nothing': {
    make: () => {},
    named: (folder) => [join(folder, '*.parquet')],
    told: /no evidence in .*\*\.parquet/,
    verdict: 'refused',
  },
  'an empty folder': {
    make: () => {},
    named: (folder) => {
      const empty = join(folder, 'empty');
      mkdirSync(empty);
      return [empty];
    },
    told: /no evidence in .*empty/,
    verdict: 'refused',
  },
  'an empty file': { make: beside('empty', ''), told: /empty/, verdict: 'same' },
  'a file that is deleted between listing and reading': {
    make: beside('gone.log'),
    meanwhile: (folder) => rmSync(join(folder, 'gone.log')),
    told: /ENOENT: no such file or directory/,
    verdict: 'same',
  },
  'a file that becomes a folder meanwhile': {
    make: beside('becomes.log'),
    meanwhile: (folder) => {
      rmSync(join(folder, 'becomes.log'));
      mkdirSync(join(folder, 'becomes.log'));
    },
    told: /EISDIR/,
    verdict: 'same',
  },
  'the file of the change, deleted meanwhile': {
    make: () => {},
    meanwhile: (folder) => rmSync(join(folder, TRAIL)),
    told: /ENOENT: no such file or directory/,
    verdict: 'less',
  },
  'a file that fails while it is read': {
    make: () => {},
    // The memory of the process itself: nothing lies at its beginning.
    named: (folder) => [folder, '/proc/self/mem'],
    told: /EIO: i\/o error/,
    verdict: 'same',
  },
  'a link to nowhere': {
    make: (folder) => symlinkSync('nowhere', join(folder, 'link')),
    told: /ENOENT: no such file or directory/,
    verdict: 'same',
  },
  'links in a circle': {
    make: (folder) => {
      symlinkSync('b', join(folder, 'a'));
      symlinkSync('a', join(folder, 'b'));
    },
    told: /ELOOP: too many symbolic links/,
    verdict: 'same',
  },
  'a folder that holds itself': {
    make: (folder) => {
      mkdirSync(join(folder, 'loop'));
      symlinkSync('..', join(folder, 'loop', 'self'));
    },
    told: null,
    verdict: 'same',
  },
  'a second link to a file': {
    make: (folder) => symlinkSync(TRAIL, join(folder, 'again.json.gz')),
    told: null,
    verdict: 'same',
  },
  'a copy of a file': {
    make: (folder) => copyFileSync(join(folder, TRAIL), join(folder, 'again.json.gz')),
    told: null,
    verdict: 'same',
  },
  'a named pipe in a folder': {
    make: (folder) => execFileSync('/usr/bin/mkfifo', [join(folder, 'pipe')]),
    told: null,
    verdict: 'same',
  },
  'a name that is not UTF-8': {
    make: beside(Buffer.from([0x61, 0xff])),
    told: /its name is not UTF-8/,
    verdict: 'same',
  },
  'a name with a line break and a colour': {
    make: beside('a\n\x1b[31mb'),
    told: /no known kind of evidence/,
    verdict: 'same',
  },
  'the longest name that a file can have': {
    make: (folder) => renameSync(join(folder, TRAIL), join(folder, 'n'.repeat(255))),
    told: null,
    verdict: 'same',
  },
  'a path that is too long': {
    make: () => {},
    named: (folder) => [folder, join(folder, 'n'.repeat(300))],
    told: /no such file or directory/,
    verdict: 'refused',
  },
  'a name that says something else than the content': {
    make: (folder) => renameSync(join(folder, TRAIL), join(folder, 'holiday.jpg')),
    told: null,
    verdict: 'same',
  },
};
