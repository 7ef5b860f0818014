/** The activities of all rivals: none does anything. */
export const idleActivities = { idle: async () => undefined, idleNormal: async () => undefined };
