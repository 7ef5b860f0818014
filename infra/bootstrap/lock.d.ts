export function bornAt(pid: number): string | undefined;
export function takeLock(file: string): { release: () => void } | { heldBy: number };
export function removeStale(file: string): void;
