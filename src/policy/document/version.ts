/** The versions of the policy language. Without a Version element AWS reads a document as 2008-10-17. */
export type PolicyVersion = '2008-10-17' | '2012-10-17';
