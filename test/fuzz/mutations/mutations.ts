import { IN_FILES } from './in-files.ts';
import { IN_JSON } from './in-json.ts';
import { IN_PACKAGES } from './in-packages.ts';
import { IN_TEXTS } from './in-texts.ts';
import type { Mutation } from './mutation.ts';

/** Every way in which evidence is damaged or put down differently, by name. */
export const MUTATIONS: Readonly<Record<string, Mutation>> = { ...IN_TEXTS, ...IN_JSON, ...IN_FILES, ...IN_PACKAGES };
