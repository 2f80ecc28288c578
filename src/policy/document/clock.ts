/** Whether a policy, as text, has a condition on the moment of the request. */
export function looksAtClock(text: string): boolean {
  return /aws:(?:currenttime|epochtime)/i.test(text);
}
