/** The workflows of the task queue `disclosure`. */
export { publication } from "../publication/workflow.ts";
