import { DefaultFailureConverter } from "@temporalio/common";

/**
 * Puts what a failure says, and its stack, where payloads are, so that they are sealed as those are. The SDK loads this file by its
 * path, in the process and in the workflows' sandbox.
 */
export const failureConverter = new DefaultFailureConverter({ encodeCommonAttributes: true });
