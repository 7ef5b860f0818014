/** Where memory is free: what the callers lay down begins there. */
export function free(): usize {
  return __heap_base;
}

export { check, classify, forget, learn, scan } from "./lines";
export { leaves, nodes } from "./merkle";
export { seed, tickets } from "./tickets";
