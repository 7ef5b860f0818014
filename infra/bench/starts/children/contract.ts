/** How many children the bare parent starts, and how many of them at a time. */
export type ParentInput = { children: number; atOnce: number };

export const parentWorkflowType = "parent";
export const childWorkflowType = "child";
