import { closeSync, fstatSync, openSync, readSync } from "node:fs";

/** Where the bytes of `targets.csv` are: a file, or a memory that threads share. */
export type Place = { readonly file: string } | { readonly bytes: SharedArrayBuffer };

/** Bytes that are read from anywhere in them. */
export type Source = {
  readonly size: number;
  /** Reads from `at` on into `into`, as many bytes as there are. Gives how many that was. */
  read(into: Uint8Array, at: number): number;
  close(): void;
};

/** Opens a place. @throws Error as the file system does */
export function openSource(place: Place): Source {
  if ("bytes" in place) {
    const bytes = new Uint8Array(place.bytes);
    return {
      size: bytes.length,
      read(into, at) {
        const part = bytes.subarray(at, at + into.length);
        into.set(part);
        return part.length;
      },
      close() {},
    };
  }
  const file = openSync(place.file, "r");
  return {
    size: fstatSync(file).size,
    read: (into, at) => readSync(file, into, 0, into.length, at),
    close: () => closeSync(file),
  };
}
