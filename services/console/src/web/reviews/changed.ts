/** Where two texts differ: what they begin and end with alike, and what stands between in each. */
export type Changed = { begin: string; before: string; after: string; end: string };

/** What of a text is another than before, by whole characters. */
export function changedIn(before: string, after: string): Changed {
  const [old, now] = [[...before], [...after]];
  const shorter = Math.min(old.length, now.length);
  let same = 0;
  while (same < shorter && old[same] === now[same]) same += 1;
  let alike = 0;
  while (alike < shorter - same && old.at(-1 - alike) === now.at(-1 - alike)) alike += 1;
  const between = (all: readonly string[]) => all.slice(same, all.length - alike).join("");
  return {
    begin: now.slice(0, same).join(""),
    before: between(old),
    after: between(now),
    end: now.slice(now.length - alike).join(""),
  };
}
