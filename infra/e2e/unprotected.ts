/**
 * Loaded before a service's own code, makes of it a build without protection: texts are sealed as they are, log lines and refusals
 * have what was received, and workflows are told of a person. For the test that must catch such a build; nothing else loads it.
 */
import { registerHooks } from "node:module";

const changes: readonly (readonly [file: string, was: string, is: string])[] = [
  [
    "packages/sealing/src/sealer.ts",
    "cipher.update(bytes), cipher.final(), cipher.getAuthTag()",
    "bytes, Buffer.alloc(tagBytes)",
  ],
  [
    "packages/sealing/src/sealer.ts",
    "decipher.final();\n    return text;",
    "return text.length < 0 ? text : bytes.subarray(textAt, -tagBytes);",
  ],
  [
    "packages/service-kit/src/app.ts",
    "status: reply.statusCode,",
    "status: reply.statusCode, body: request.body,",
  ],
  [
    "packages/service-kit/src/errors.ts",
    "const body = problemBodyOf(problem, request.id);",
    "const body = { ...problemBodyOf(problem, request.id), received: request.body };",
  ],
  [
    "packages/temporal-kit/src/matters.ts",
    "args: [input] as [unknown],",
    'args: [{ ...(input as object), told: "麤某" }] as [unknown],',
  ],
];

registerHooks({
  load(url, context, next) {
    const loaded = next(url, context);
    const own = changes.filter(([file]) => url.endsWith(file));
    if (own.length === 0) return loaded;
    let source = Buffer.from(loaded.source as Uint8Array).toString("utf8");
    for (const [file, was, is] of own) {
      if (!source.includes(was)) throw new Error(`${file} does not have ${was} any more`);
      source = source.replace(was, is);
    }
    return { ...loaded, source };
  },
});
