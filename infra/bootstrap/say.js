const began = Date.now();

/** Tells the user a line, with the seconds since the command began. Never on standard output, which is the command's. */
export function say(line) {
  process.stderr.write(`[${((Date.now() - began) / 1000).toFixed(1).padStart(6)} s] ${line}\n`);
}
