/** Working days after the last check is over by which a draw is revealed. */
export const revealWorkdays = 5;
