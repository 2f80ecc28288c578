/** One source of evidence before it is opened. */
export type EvidenceInput =
  | { readonly kind: 'file'; readonly name: string; readonly path: string }
  | { readonly kind: 'stdin'; readonly name: '-' };
