/** The workflows of the task queue `inspection`. */
export { campaign } from "../campaign/workflow.ts";
export { inspection } from "../inspection/workflow.ts";
export { plan } from "../plan/workflow.ts";
export { supervision } from "../supervision/workflow.ts";
export { webhook } from "../webhook/workflow.ts";
