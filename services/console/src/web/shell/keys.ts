import { useEffect } from "react";

/** The pages by the two letters that lead there. */
const pages: ReadonlyMap<string, string> = new Map([
  ["gb", "/board"],
  ["gw", "/workbench"],
  ["gi", "/inspections"],
  ["gp", "/plans"],
  ["gc", "/campaigns"],
  ["gs", "/supervision"],
  ["gr", "/registry"],
]);

/** Typing is no command. */
const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(?:INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

/** Whether a line stands where its list shows it: a long one has some before that, and its heads lie over the first of them. */
function isSeen(line: HTMLElement): boolean {
  const list = line.closest(".long-list");
  if (list === null) return true;
  const heads = list.querySelector("th")?.getBoundingClientRect().bottom ?? 0;
  return line.getBoundingClientRect().top >= Math.max(list.getBoundingClientRect().top, heads);
}
const isAtLine = () => document.activeElement?.matches("#content a.name") === true;

/** Goes to the next line of a list, or the one before, by the link that it has. */
function step(by: 1 | -1): void {
  const lines = [...document.querySelectorAll<HTMLElement>("#content a.name")];
  const here = lines.findIndex((line) => line === document.activeElement);
  lines[here < 0 ? lines.findIndex(isSeen) : here + by]?.focus();
}

/** Chooses the line in which one is, or leaves it. */
const tick = () =>
  document.activeElement?.closest("tr")?.querySelector<HTMLElement>("input[type=checkbox]")?.click();

/** What the keys do on every page. Two letters, one after the other, go to a page. */
export function useKeys({ help, navigate }: { help(): void; navigate(to: string): void }): void {
  useEffect(() => {
    let before = "";
    const pressed = (event: KeyboardEvent) => {
      if (isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
      const keys = before + event.key;
      before = event.key === "g" ? "g" : "";
      if (event.key === "?") help();
      else if (event.key === "/") {
        event.preventDefault();
        document.getElementById("search-all")?.focus();
      } else if (event.key === "j") step(1);
      else if (event.key === "k") step(-1);
      else if (["ArrowDown", "ArrowUp"].includes(event.key) && isAtLine()) {
        event.preventDefault();
        step(event.key === "ArrowDown" ? 1 : -1);
      } else if (event.key === "x") tick();
      else if (pages.has(keys)) navigate(pages.get(keys) ?? "/");
    };
    addEventListener("keydown", pressed);
    return () => removeEventListener("keydown", pressed);
  }, [help, navigate]);
}
