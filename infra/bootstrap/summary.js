// The last line of .ci/run: what passed and what failed, of the tests and of the checks. Takes their exit codes.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const cache = new URL("../../.cache/", import.meta.url);
const [testCode, browsersCode, benchCode, verifyCode] = process.argv.slice(2).map(Number);

let passed = 0;
let failed = 0;

countTests("npm test", testCode, read("tests.json"));
countTests("npm run test:browsers", browsersCode, read("browsers.json"));
countTests("npm run test:bench", benchCode, read("bench.json"));

const verify = read("verify.json");
if (verify !== undefined) {
  passed += verify.passed;
  failed += verify.failed;
}
if (verifyCode !== 0 && (verify?.failed ?? 0) === 0)
  failed += told(`npm run verify ended with ${verifyCode}`);

process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;

/** What a command of tests says of them; that it ended badly or ran none is a failure as well. */
function countTests(command, code, tests) {
  // A file that could not even be loaded holds no failed test.
  const unloaded = (tests?.testResults ?? []).filter(
    ({ status, assertionResults }) => status === "failed" && assertionResults.length === 0,
  );
  let fell = (tests?.numFailedTests ?? 0) + unloaded.length;
  if (code !== 0 && fell === 0) fell = told(`${command} ended with ${code}`);
  if (code === 0 && (tests?.numTotalTests ?? 0) === 0) fell += told(`${command} has no test`);
  passed += tests?.numPassedTests ?? 0;
  failed += fell;
}

function read(name) {
  try {
    return JSON.parse(readFileSync(fileURLToPath(new URL(name, cache)), "utf8"));
  } catch {
    return undefined;
  }
}

/** Says what failed beside the tests; counts as one failure. */
function told(what) {
  process.stdout.write(`${what}\n`);
  return 1;
}
