const names: Record<string, string> = {
  drawId: "摇号编号",
  rank: "抽取位次",
};

/** A fact of an event as words, or null where there is nothing to say. */
export function factText(name: string, value: string | number | boolean | null): string | null {
  if (value === null || value === "") return null;
  const shown = value === true ? "是" : value === false ? "否" : String(value);
  return `${names[name] ?? name}：${shown}`;
}
