import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { writeFolder } from '../../test/fabricate/folder.ts';
import { evidenceOf, members } from '../../test/survey/organisation.ts';

/** Listings and events of so many configurations, each of a source bucket `acme-big-000` and on. Answers their directory. */
export async function generateOrganisation(directory: string, configurations: number): Promise<string> {
  const root = join(directory, `organisation-${configurations}`);
  if (existsSync(root)) return root;
  const sixty = members();
  const many = Array.from({ length: configurations }, (_, index) => {
    const like = sixty[index % sixty.length] ?? sixty[0];
    if (like === undefined) throw new Error('no member');
    return { ...like, source: `acme-big-${String(index).padStart(3, '0')}` };
  });
  await writeFolder(root, evidenceOf(many));
  return root;
}
