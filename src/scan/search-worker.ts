import { serveTasks } from '../reading/serve.ts';
import { createSearchHands, type SearchPiece, type SearchSetup } from './search-task.ts';

// One thread of a search. Started by URL, so imported by nobody.
serveTasks<SearchSetup, SearchPiece>((setup) => createSearchHands(setup).handle);
