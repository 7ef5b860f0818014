import { createCipheriv, createDecipheriv, randomBytes, randomUUID } from "node:crypto";
import { open, unlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const cipherName = "aes-256-ctr";
const pieceBytes = 64 * 1024;

/**
 * Takes in a whole upload before anything is done with it, so that a slow one holds up nobody, and gives it to `use`.
 * On disk it has no name, so it is gone however the process ends, and is no readable text: its key is in this call alone.
 */
export async function spooled<T>(
  upload: AsyncIterable<Buffer>,
  use: (chunks: AsyncIterable<Buffer>) => Promise<T>,
): Promise<T> {
  const path = join(tmpdir(), `shuangsui-import-${randomUUID()}`);
  const file = await open(path, "wx+", 0o600);
  try {
    await unlink(path);
    const [key, iv] = [randomBytes(32), randomBytes(16)];
    const sealed = async function* () {
      const cipher = createCipheriv(cipherName, key, iv);
      for await (const chunk of upload) yield cipher.update(chunk);
    };
    const opened = async function* () {
      const decipher = createDecipheriv(cipherName, key, iv);
      for (let position = 0; ;) {
        const { bytesRead, buffer } = await file.read({ buffer: Buffer.alloc(pieceBytes), position });
        if (bytesRead === 0) return;
        position += bytesRead;
        yield decipher.update(buffer.subarray(0, bytesRead));
      }
    };
    await file.writeFile(sealed());
    return await use(opened());
  } finally {
    await file.close();
  }
}
