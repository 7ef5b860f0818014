/** The campaign's workflow as it is, and in place of each inspection one that ends at once: to watch how many are started. */
export { campaign } from "../campaign/workflow.ts";
export { plan } from "../plan/workflow.ts";

export async function inspection(): Promise<void> {}
