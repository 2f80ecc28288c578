import type { CaseOptions } from '../case/case.ts';
import { counted } from '../display/quantities.ts';
import { ForensicsError } from '../errors.ts';
import { formatDay, type Instant } from '../instant.ts';
import { compareText } from '../order.ts';
import { type Historian, pastConfigurations } from './deleted-configurations.ts';
import { type DeliveryFolder, deliveryFolders } from './delivery-folders.ts';
import type { Desk } from './desk.ts';
import { locate } from './locate.ts';
import type { Subject } from './settings.ts';
import { type SourceConfiguration, sourceConfigurations } from './source-configurations.ts';

/** As many as one survey takes. */
const MOST_SUBJECTS = 1_000;

/**
 * The configurations that are meant: the one that is named; of a source alone all of its own; of a destination those
 * that deliver there, by the folders of their reports and by what each source found so has configured. Always at least
 * one, each once, in the order of their names.
 *
 * @param since what delivered from here on, and is configured no longer, is meant as well
 * @throws ForensicsError `usage` when none is found, more than anybody could read, or neither bucket is named
 */
export async function findSubjects(
  desk: Desk,
  historian: Historian,
  told: CaseOptions,
  since: Instant,
): Promise<readonly Subject[]> {
  const { sourceBucket, destinationBucket, configurationId } = told;
  if (sourceBucket !== undefined && configurationId !== undefined) return [{ ...told, sourceBucket, configurationId }];
  const found =
    sourceBucket !== undefined
      ? await ofSource(desk, historian, { ...told, sourceBucket }, since)
      : destinationBucket !== undefined
        ? await ofDestination(desk, historian, { ...told, destinationBucket }, since)
        : null;
  if (found === null) throw new ForensicsError('usage', 'neither --source-bucket nor --destination-bucket is given');
  if (found.length > MOST_SUBJECTS) {
    throw new ForensicsError(
      'usage',
      `${found.length} inventory configurations are meant, more than ${MOST_SUBJECTS}`,
      { hint: 'narrow it down with --source-bucket, --destination-bucket or --destination-prefix' },
    );
  }
  return found;
}

/**
 * The one configuration that is meant.
 *
 * @throws ForensicsError `usage` when it is none, or several
 */
export async function findSubject(
  desk: Desk,
  historian: Historian,
  told: CaseOptions,
  since: Instant,
): Promise<Subject> {
  const found = await findSubjects(desk, historian, told, since);
  const [only] = found;
  if (only !== undefined && found.length === 1) return only;
  const { sourceBucket, destinationBucket = '' } = told;
  if (sourceBucket !== undefined) {
    const names = found.map(({ configurationId }) => configurationId);
    throw new ForensicsError('usage', `${sourceBucket} has several inventory configurations: ${names.join(', ')}`, {
      hint: 'name one with --configuration-id',
    });
  }
  const names = found.map((one) => `${one.sourceBucket}/${one.configurationId}`);
  const place = placeOf(destinationBucket, told.destinationPrefix);
  throw new ForensicsError('usage', `several inventories deliver to ${place}: ${names.join(', ')}`, {
    hint: 'name the case with --source-bucket and --configuration-id',
  });
}

function placeOf(bucket: string, prefix: string | undefined): string {
  return `s3://${bucket}/${prefix === undefined || prefix === '' ? '' : prefix.replace(/\/?$/, '/')}`;
}

/** Those that a bucket has; what its configurations do not let be read, the folders of a named destination may tell. */
async function ofSource(
  desk: Desk,
  historian: Historian,
  told: CaseOptions & { readonly sourceBucket: string },
  since: Instant,
): Promise<readonly Subject[]> {
  const { sourceBucket } = told;
  const listed = await sourceConfigurations(desk, historian.callers, sourceBucket);
  if (listed === null && told.destinationBucket !== undefined) {
    return ofDestination(desk, historian, { ...told, destinationBucket: told.destinationBucket }, since);
  }
  const known = new Set((listed ?? []).map(({ id }) => id));
  const past = await pastConfigurations(
    desk,
    historian,
    sourceBucket,
    (await locate(desk, historian.callers, sourceBucket, 'source')).region,
  );
  const gone = past
    // Where the configurations that there are cannot be read, the calls tell of those, too.
    .filter(({ id, isDeleted }) => !known.has(id) && (isDeleted || listed === null))
    .map(({ id, place }): SourceConfiguration => ({ id, destinationBucket: '', destinationPrefix: '', ...place }));
  const fitting = [...(listed ?? []), ...gone].filter((one) => isTo(one, told.destinationBucket));
  const below = fitting.filter((one) => isBelow(one, told.destinationPrefix));
  const meant = fitting.length > 1 && below.length > 0 ? below : fitting;
  if (meant.length === 0) {
    throw new ForensicsError(
      'usage',
      `${sourceBucket} has no inventory configuration that can be seen${problemsOf(desk)}`,
      { hint: 'name one with --configuration-id' },
    );
  }
  return meant
    .map(({ id }): Subject => ({ ...told, sourceBucket, configurationId: id }))
    .sort((a, b) => compareText(a.configurationId, b.configurationId));
}

/**
 * Those that deliver to a bucket. A source whose configurations can be read tells which of its folders are live, and
 * what has never delivered; one that cannot be read is taken at its folders.
 */
async function ofDestination(
  desk: Desk,
  historian: Historian,
  told: CaseOptions & { readonly destinationBucket: string },
  since: Instant,
): Promise<readonly Subject[]> {
  const { destinationBucket, destinationPrefix } = told;
  const bySource = new Map<string, DeliveryFolder[]>();
  for (const folder of await deliveryFolders(desk, destinationBucket, destinationPrefix)) {
    bySource.set(folder.sourceBucket, [...(bySource.get(folder.sourceBucket) ?? []), folder]);
  }
  const found: Subject[] = [];
  const over: DeliveryFolder[] = [];
  for (const [sourceBucket, folders] of bySource) {
    if ((told.sourceBucket ?? sourceBucket) !== sourceBucket) continue;
    // A source that is named was asked already, and did not answer.
    const configured =
      told.sourceBucket === undefined ? await sourceConfigurations(desk, historian.callers, sourceBucket) : null;
    const here = (configured ?? []).filter((one) => isTo(one, destinationBucket) && isBelow(one, destinationPrefix));
    const prefixes = new Map(here.map(({ id, destinationPrefix: prefix }) => [id, prefix]));
    for (const folder of newestOfEach(folders)) {
      if (prefixes.has(folder.configurationId)) continue;
      // One that is gone, or sends its reports elsewhere now, is what somebody may be looking for.
      if (configured === null || folder.lastRun >= since)
        prefixes.set(folder.configurationId, folder.destinationPrefix);
      else over.push(folder);
    }
    for (const [configurationId, prefix] of prefixes) {
      if ((told.configurationId ?? configurationId) !== configurationId) continue;
      found.push({ ...told, sourceBucket, configurationId, destinationPrefix: prefix });
    }
  }
  if (over.length > 0) desk.notes.add(leftOut(over, destinationBucket, since));
  if (found.length === 0) {
    throw new ForensicsError(
      'usage',
      `no inventory reports found below ${placeOf(destinationBucket, destinationPrefix)}${problemsOf(desk)}`,
      { hint: 'name the case with --source-bucket and --configuration-id' },
    );
  }
  return found.sort((a, b) =>
    compareText(`${a.sourceBucket}\n${a.configurationId}`, `${b.sourceBucket}\n${b.configurationId}`),
  );
}

/** A configuration whose prefix was changed has several folders: it is where its newest run is. */
function newestOfEach(folders: readonly DeliveryFolder[]): readonly DeliveryFolder[] {
  const newest = new Map<string, DeliveryFolder>();
  for (const folder of folders) {
    const other = newest.get(folder.configurationId);
    if (other === undefined || folder.lastRun > other.lastRun) newest.set(folder.configurationId, folder);
  }
  return [...newest.values()];
}

/** How many are named in a note. */
const MOST_NAMED = 5;

function leftOut(folders: readonly DeliveryFolder[], bucket: string, since: Instant): string {
  const named = folders
    .slice(0, MOST_NAMED)
    .map(({ sourceBucket, configurationId, lastRun }) => `${sourceBucket}/${configurationId} (${formatDay(lastRun)})`);
  const more = folders.length > MOST_NAMED ? ' and more' : '';
  return `${counted(folders.length, 'inventory', 'inventories')} without a report since ${formatDay(since)}, no longer configured to deliver to ${bucket}, left out: ${named.join(', ')}${more}; name one with --source-bucket and --configuration-id`;
}

function isTo({ destinationBucket }: SourceConfiguration, bucket: string | undefined): boolean {
  return bucket === undefined || destinationBucket === bucket;
}

function isBelow({ destinationPrefix }: SourceConfiguration, prefix: string | undefined): boolean {
  const plain = (text: string): string => text.replace(/\/$/, '');
  return prefix === undefined || plain(destinationPrefix) === plain(prefix);
}

function problemsOf({ problems }: Desk): string {
  return [...problems].map((line) => `; ${line}`).join('');
}
