/** A draw's file as it is served. */
export type ShownFile = { bytes: Buffer; sha256: string };

/** Files that never change, in memory: those asked for last, up to so many bytes together. */
export type FileCache = {
  get(key: string): ShownFile | undefined;
  /** Keeps a file, letting go of those not asked for longest. One that is there, or larger than all, is left. */
  keep(key: string, file: ShownFile): void;
  /** How many bytes it holds. */
  bytes(): number;
};

/** An empty cache. */
export function createFileCache(mostBytes: number): FileCache {
  const files = new Map<string, ShownFile>();
  let held = 0;
  return {
    get(key) {
      const file = files.get(key);
      if (file === undefined) return undefined;
      files.delete(key);
      files.set(key, file);
      return file;
    },
    keep(key, file) {
      if (files.has(key) || file.bytes.length > mostBytes) return;
      files.set(key, file);
      held += file.bytes.length;
      for (const [oldest, { bytes }] of files) {
        if (held <= mostBytes) return;
        files.delete(oldest);
        held -= bytes.length;
      }
    },
    bytes: () => held,
  };
}
