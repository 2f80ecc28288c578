import { createSearchHands, type SearchPiece, type SearchSetup } from './search-task.ts';
import { serveTasks } from './serve.ts';

// One thread of a search. Started by URL, so imported by nobody.
serveTasks<SearchSetup, SearchPiece>((setup) => createSearchHands(setup).handle);
