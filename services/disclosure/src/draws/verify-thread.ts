/** A thread that verifies one draw, and tells why it is not to be shown. */
import { parentPort, workerData } from "node:worker_threads";
import { faultOf, type RevealedFiles } from "./rules.ts";

parentPort?.postMessage(await faultOf(workerData as RevealedFiles));
