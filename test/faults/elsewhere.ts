/** What goes wrong around the program, and is shown by a test of the part that meets it. */
export interface ShownElsewhere {
  readonly outcome: string;
  /** Below `test/`. */
  readonly file: string;
  /** Of that file, so that it cannot go away unseen. */
  readonly title: string;
}

export const ELSEWHERE: Readonly<Record<string, ShownElsewhere>> = {
  'a file that is truncated while it is read': {
    outcome: 'told, what was there is used',
    file: 'reading/truncated.test.ts',
    title: 'a log that is truncated while it is read in one go is told',
  },
  'a file that grows while it is read': {
    outcome: 'read to the end that it has then',
    file: 'reading/truncated.test.ts',
    title: 'What grows meanwhile is read as well',
  },
  'few descriptors (`ulimit -n 64`)': {
    outcome: 'the same answer',
    file: 'faults/descriptors.test.ts',
    title: 'ulimit -n 64',
  },
  'a device without end': {
    outcome: 'an interrupt ends it',
    file: 'cli/interrupt.test.ts',
    title: 'as %s ends an endless stream',
  },
  'a writer that never comes': {
    outcome: 'told on a terminal, an interrupt ends it',
    file: 'cli/pipe-evidence.test.ts',
    title: 'ends with 130 on Ctrl-C while nobody writes',
  },
  'an archive from a stream that needs its end': {
    outcome: 'told, with what to do',
    file: 'sources/archive/zip.test.ts',
    title: 'cannot be read from a stream, and says what to do',
  },
  'zip whose entries overlap': {
    outcome: 'told, reading stops',
    file: 'sources/archive/zip.test.ts',
    title: 'stops where entries that overlap make a bomb',
  },
  'more members than a hundred thousand': {
    outcome: 'told, those in front are used',
    file: 'sources/contents.test.ts',
    title: 'stop at a hundred thousand members',
  },
  'a reader that goes away (`| head`)': {
    outcome: 'a quiet end',
    file: 'cli/interrupt.test.ts',
    title: 'a reader that goes away',
  },
  'a full disk under standard output': { outcome: 'exit 1, one line', file: 'cli/main.test.ts', title: '/dev/full' },
  'a full disk under a collection': {
    outcome: 'exit 1, what is whole is kept',
    file: 'collect/containment.test.ts',
    title: 'ends the run, and what was whole by then is kept by the next',
  },
  'a folder for output that does not exist': {
    outcome: 'a usage error',
    file: 'cli/terminal/write-whole.test.ts',
    title: 'says when the directory is not there',
  },
  'output that would overwrite evidence': {
    outcome: 'a usage error',
    file: 'cli/terminal/write-whole.test.ts',
    title: 'refuses evidence under any of its names',
  },
  'output that is cut off': {
    outcome: 'the older file stays, no other is left',
    file: 'cli/terminal/write-whole.test.ts',
    title: 'leaves an older file and no temporary one when it cannot finish',
  },
  'links that lead out of a collection': {
    outcome: 'exit 1, nothing is written there',
    file: 'collect/containment.test.ts',
    title: 'links out of a collection',
  },
  'a collection that is killed': {
    outcome: 'gone on with by the next run',
    file: 'collect/killed.test.ts',
    title: 'a collection that is killed',
  },
  'two collections at once': {
    outcome: 'the second is refused',
    file: 'collect/containment.test.ts',
    title: 'two collectors',
  },
  'SIGINT and SIGTERM': {
    outcome: '130 and 143, at once',
    file: 'cli/interrupt.test.ts',
    title: 'takes the progress line away',
  },
  'a working directory that is deleted': {
    outcome: 'exit 1, one line',
    file: 'cli/main.test.ts',
    title: 'tells a directory that is gone',
  },
  'a thread that dies': {
    outcome: 'an error, no hang',
    file: 'reading/run-tasks.test.ts',
    title: 'a thread that dies ends the reading',
  },
  'a package that is not installed (DuckDB)': {
    outcome: 'told, with the command that installs it',
    file: 'packaging/package.test.ts',
    title: 'this needs DuckDB (@duckdb/node-api), which is not installed',
  },
  'no network': {
    outcome: 'nothing misses it',
    file: 'security/offline.test.ts',
    title: 'without an option of AWS there is no network',
  },
  'a proxy that hangs up, refuses, or asks who it is': {
    outcome: 'exit 1, told as that',
    file: 'collect/credentials.test.ts',
    title: 'that %s is told as that',
  },
  'no credentials': {
    outcome: 'told, with the profile',
    file: 'collect/credentials.test.ts',
    title: 'no credentials: there is no profile nobody',
  },
  'pages without end': {
    outcome: 'told, what came is kept',
    file: 'collect/look-up.test.ts',
    title: 'does not keep to pages that lead to themselves',
  },
};
