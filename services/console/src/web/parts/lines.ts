import { useEffect, useLayoutEffect, useReducer, useRef, type RefObject } from "react";
import { flushSync } from "react-dom";

/** How high a line is taken for that nobody has seen yet, in pixels. */
const likelyHeight = 55;
/** So many lines more than are seen stand before and behind them, and by so many they go on at once. */
const [around, atOnce] = [20, 10];

/** The lines that are seen and what follows them, the first one first, and how far its top is above the edge. */
type Anchor = { delta: number; ids: readonly string[] };

/** Where somebody was in a long list, for when they come back to it; without an anchor they were at its beginning. */
export type Place = { heights: ReadonlyMap<string, number>; anchor: Anchor | undefined };

/** What of a long list stands in the page: the lines from `from` to before `to`, and how high what is left out before and behind them is. */
type Lines = {
  scroller: RefObject<HTMLDivElement | null>;
  onScroll(): void;
  from: number;
  to: number;
  above: number;
  below: number;
  place(): Place;
};

/**
 * Puts only those lines of a long list into the page that are seen or near to it. Lines are as high as they are; each is measured
 * once it stands there. Whatever changes before the lines that are seen, these stay where they are.
 */
export function useLines(ids: readonly string[], before: Place | undefined): Lines {
  const scroller = useRef<HTMLDivElement>(null);
  const heights = useRef(new Map(before?.heights));
  const seen = useRef({ from: 0, to: 2 * around });
  const anchor = useRef(before?.anchor);
  /** How far down the list was when its lines were looked at last. */
  const scrolled = useRef(0);
  const isPrinted = useRef(false);
  const [, again] = useReducer((count: number) => count + 1, 0);
  const laidOut = useRef(ids);
  const heightOf = (id: string) => heights.current.get(id) ?? likelyHeight;
  const heightFrom = (start: number, end: number) =>
    ids.slice(start, end).reduce((sum, id) => sum + heightOf(id), 0);

  /** Which lines are seen, and how far down each of the first of them begins. */
  const look = (): boolean => {
    const at = scroller.current?.scrollTop ?? 0;
    scrolled.current = at;
    const end = at + (scroller.current?.clientHeight ?? 0);
    let [top, first] = [0, 0];
    for (; first < ids.length - 1; first += 1) {
      const next = top + heightOf(ids[first] ?? "");
      if (next > at) break;
      top = next;
    }
    anchor.current = at < 1 ? undefined : { delta: at - top, ids: ids.slice(first, first + 200) };
    let last = first;
    for (let bottom = top; last < ids.length && bottom < end; last += 1) bottom += heightOf(ids[last] ?? "");
    const from = Math.max(0, Math.floor((first - around) / atOnce) * atOnce);
    const to = Math.ceil((last + around) / atOnce) * atOnce;
    const isNew = from !== seen.current.from || to !== seen.current.to;
    if (isNew) seen.current = { from, to };
    return isNew;
  };

  /**
   * Keeps the line that was seen first where it was; one that is gone makes room for the next that is not. What was scrolled since is
   * left so.
   */
  const stay = (box: HTMLDivElement) => {
    const kept = anchor.current;
    const known = new Set(ids);
    const first = kept?.ids.find((id) => known.has(id));
    if (kept === undefined || first === undefined) return;
    const top = heightFrom(0, ids.indexOf(first));
    const moved = top + (first === kept.ids[0] ? kept.delta : 0) - scrolled.current;
    if (Math.abs(moved) > 0.5) box.scrollTop += moved;
    scrolled.current = box.scrollTop;
  };

  /** Takes note of how high the lines are that stand in the page, to the hundredth: what is left out is as high as they were together. */
  const measure = () => {
    const box = scroller.current;
    if (box === null) return;
    let isChanged = false;
    for (const line of box.querySelectorAll<HTMLElement>("tr[data-row-key]")) {
      const id = line.dataset["rowKey"] ?? "";
      const { height } = line.getBoundingClientRect();
      if (height === 0 || Math.abs(height - heightOf(id)) < 0.01) continue;
      heights.current.set(id, height);
      isChanged = true;
    }
    if (isChanged || laidOut.current !== ids) stay(box);
    laidOut.current = ids;
    if (look() || isChanged) again();
  };
  const measured = useRef(measure);
  measured.current = measure;

  useLayoutEffect(() => {
    if (scroller.current !== null) stay(scroller.current);
  }, []);

  useLayoutEffect(measure);

  useEffect(() => {
    // A window of another width breaks lines elsewhere, without anything being drawn anew.
    const watching = new ResizeObserver(() => measured.current());
    if (scroller.current !== null) watching.observe(scroller.current);
    return () => watching.disconnect();
  }, []);

  useEffect(() => {
    // What is printed is the whole of what was read.
    const print = (isNow: boolean) => () => {
      isPrinted.current = isNow;
      flushSync(again);
    };
    const [begin, end] = [print(true), print(false)];
    addEventListener("beforeprint", begin);
    addEventListener("afterprint", end);
    return () => {
      removeEventListener("beforeprint", begin);
      removeEventListener("afterprint", end);
    };
  }, []);

  const { from, to } = isPrinted.current ? { from: 0, to: ids.length } : seen.current;
  return {
    scroller,
    onScroll: () => {
      if (look()) again();
    },
    from,
    to,
    above: heightFrom(0, from),
    below: heightFrom(to, ids.length),
    place: () => ({ heights: heights.current, anchor: anchor.current }),
  };
}
