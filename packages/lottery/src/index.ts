export { beaconTime, beaconValue, type Beacon, type BeaconProof } from "./beacons/beacon.ts";
export { drandBeacon, drandRoundFrom, type DrandBeacon, type DrandProof } from "./beacons/drand.ts";
export { type LotteryBeacon, type LotteryProof } from "./beacons/public-lottery.ts";
export { witnessHash, type WitnessBeacon, type WitnessProof } from "./beacons/witness.ts";
export {
  OUT_REASONS,
  readChange,
  type AlternateChange,
  type Change,
  type LapseChange,
  type OutReason,
  type Reason,
  type ReplaceChange,
  type Seat,
  type Substitute,
  type SwapChange,
  type Why,
} from "./change.ts";
export { readCommitment, type Commitment } from "./commitment.ts";
export { type Team } from "./dealing.ts";
export { decideGone, decideOut, decideRecusal, teamsWith, type Decision, type Omissions } from "./decide.ts";
export { dealAll, draw, drawFrom, openState, type Drawn } from "./draw.ts";
export { type DrawState, type Due } from "./draw-state.ts";
export { checkTarget, proveTarget, wasSelected, type TargetProof } from "./enterprise.ts";
export {
  excludedIds,
  exclusionsById,
  readExclusions,
  writeExclusions,
  type Exclusion,
  type Exclusions,
} from "./exclusions.ts";
export { makeCommitment, type CommitmentParts } from "./make-commitment.ts";
export { inclusionProof, provesInclusion, rootOf, type Root } from "./merkle.ts";
export {
  identityHash,
  idOfOpening,
  makeSecret,
  opaqueId,
  openingOf,
  salt,
  type Opening,
} from "./opaque-id.ts";
export { type Profile } from "./profiles.ts";
export { planQuotas, type QuotaPlan, type Rounding, type Stratum, type StratumPlan } from "./quotas.ts";
export { FILE_NAMES, LARGEST_FILE, Refusal, type FileName, type RefusalCode } from "./refusal.ts";
export { readRegistryKeys, type RegistryKeys } from "./registry-keys.ts";
export { applyFile, applyLine, applyLines, checkEnd, finalTeams } from "./replay.ts";
export { readResult, type AlternateLine, type DrawnLine, type ResultLine } from "./result.ts";
export { readReveal, writeReveal, type Reveal, type RevealParts } from "./reveal.ts";
export { numberRoster, readRoster, writeRoster, type Kind, type Member } from "./roster.ts";
export { seedOf } from "./seed.ts";
export { selectTargets, type Selection, type Ticketed } from "./selection.ts";
export { unservableIn, type Lack, type Unservable } from "./servable.ts";
export { H } from "./sha256.ts";
export {
  checkQuotas,
  checkRoots,
  checkStrata,
  readAndSelect,
  type Snapshot,
  type SnapshotFiles,
} from "./snapshot.ts";
export { standingOf, type Standing, type StandingFiles } from "./standing.ts";
export { surveyText, type PlacedTarget, type Survey, type TargetKind } from "./survey.ts";
export { targetText, type TargetFile } from "./target-file.ts";
export { readTargets, targetsIn, writeTargets, type Target } from "./targets.ts";
export { readTeams, writeTeams, type TeamLine } from "./teams.ts";
export { textOf } from "./text.ts";
export { openTickets, type Tickets, type TicketSeries } from "./tickets.ts";
export { watchDraw, type Moment, type Rolled, type WatchedFiles } from "./watch.ts";
export { verifyDraw, type Check, type DrawFolder, type OpenTargets } from "./verify.ts";
