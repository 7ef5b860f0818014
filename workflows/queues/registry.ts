/** The workflows of the task queue `registry`. */
export { importing } from "../import/workflow.ts";
