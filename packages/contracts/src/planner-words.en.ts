import type { PlannerWords } from "./planner-words.zh.ts";

/** The words of the planner's pages and the draw room in English. */
export const plannerEn: PlannerWords = {
  caps: {
    title: "Caps, and how much of them is used",
    ratio: "All that is drawn in a year: at most {ratio}",
    registry: "Targets in the register",
    own: "Drawn by this plan",
    others: "Drawn by others",
    most: "At most",
    left: "Left",
    above: "Above the cap",
    frequency: "Each entry is drawn at most {count} times a year.",
    visitCap: "Each target is visited at most {count} times a year (by {source}).",
    noVisitCap: "No cap of visits is set.",
    atCap: "At the cap",
    oneLeft: "One visit left",
    free: "More left",
    drawnBefore: "Drawn this year",
    times: "{count} of {most}",
    ratioLabel: "Ratio (a decimal, 0.03 is 3%; in all at most {cap} of the register a year)",
    frequencyLabel: "Draws a year (at most {cap})",
  },
  preview: {
    title: "Preview of what stands here (nothing is saved)",
    incomplete: "Shown once there are a year and an entry.",
    entry: "Entry {number}, “{title}”",
    wholePlan: "The whole plan",
    byClass: "By risk class",
    byCounty: "By county",
    byTrade: "By trade",
    suiting: "Inspectors who suit",
    holding: "Holding",
    persons: "Persons",
    officerDaysRule: "A check counts as a day of each of its officers.",
    sharedOnce:
      "Shares {population} targets with “{title}”. Whom one of them draws and checks first the other one leaves out, so nobody is checked twice, nor by the other's items. To check all items at once, put them into one entry.",
    sharedTwice:
      "Shares targets with “{title}”: at most {population} may be checked twice, since an entry does not leave out who was inspected this year. Put their items into one entry, and one team checks all at once.",
    shared: "Shared targets (the first {count})",
    sharedUnknown: "Both entries have filters: who is in both is known when they are drawn.",
    publicText: "What is published",
    publicTextLater: "Once nothing is to be corrected, what the public will read is shown here.",
  },
  review: {
    about: "Review all of this, then have it published. Where you do not agree, return it with a reason.",
    others: "Other plans in force this year",
    noOthers: "No other plan is in force this year.",
    submitAbout:
      "Somebody else reviews it then, and publishes it or returns it with a reason. It cannot be changed meanwhile.",
    waits: "{person} submitted it. Somebody else reviews it; it cannot be changed meanwhile.",
    returned: "Returned to be changed by {person} at {time}",
    withdrawAbout: "The plan is a draft again then: it can be changed, submitted again or deleted.",
    returnAbout: "The plan is a draft again then, and its planner reads this reason.",
    own: "You submitted this plan: somebody else reviews it.",
  },
  remove: {
    title: "Delete the draft",
    about: "It cannot be brought back; its history is kept.",
  },
  trigger: {
    about:
      "Begins a campaign of the entry “{title}” of the plan in force, which counts for the draws that it has a year ({done} of {most}). Then its scheme is set, witnesses bind themselves, the register is locked and the draw is made.",
    made: "Begun {done} of {most}",
  },
  approvals: {
    title: "Approvals on record",
    none: "None is on record.",
    recordedAt: "Recorded at",
  },
  room: {
    waitsForBeacon: "Waiting for the public source of chance",
    witnessesDone: "{done} of {count} witnesses have revealed",
    drawing: "Drawing",
    handedIn: "All is handed in; the draw is about to be made.",
    drawnAt: "Drawn at {time}",
    drawnResult: "{count} targets were drawn, and their teams are dealt.",
    beaconBy: "Witnesses reveal by {time} at the latest",
    rolling:
      "The tickets are being computed one by one; they become public with the secret once the checks are over, and can be replayed here then.",
  },
};
