/** Who does something, and when it counts as done. */
export type Act = { at: Date; actor: string; requestId: string | null };
/** What is told with an event: ids, numbers, dates and words, no personal data. */
export type Facts = Record<string, string | number | boolean | null>;
