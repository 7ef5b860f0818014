// The last line of .ci/run: what passed and what failed, of the tests and of the checks. Takes their exit codes.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const cache = new URL("../../.cache/", import.meta.url);
const [testCode, verifyCode] = process.argv.slice(2).map(Number);

let passed = 0;
let failed = 0;

const tests = read("tests.json");
if (tests !== undefined) {
  passed += tests.numPassedTests;
  failed += tests.numFailedTests;
  // A file that could not even be loaded holds no failed test.
  failed += tests.testResults.filter(
    ({ status, assertionResults }) => status === "failed" && assertionResults.length === 0,
  ).length;
}
if (testCode !== 0 && failed === 0) failed += told(`npm test ended with ${testCode}`);
if (testCode === 0 && passed === 0) failed += told("npm test ran no test");

const verify = read("verify.json");
if (verify !== undefined) {
  passed += verify.passed;
  failed += verify.failed;
}
if (verifyCode !== 0 && (verify?.failed ?? 0) === 0)
  failed += told(`npm run verify ended with ${verifyCode}`);

process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;

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
