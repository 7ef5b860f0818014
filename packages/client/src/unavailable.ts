/** A service was unreachable or answered that it cannot serve now: the call may be made again, the same. */
export class ServiceUnavailable extends Error {
  override readonly name: string = "ServiceUnavailable";
}

/** A command was taken and is not decided yet: the same call, under the same key, says what became of it. */
export class StillPending extends ServiceUnavailable {
  override readonly name = "StillPending";

  /** Where its outcome is looked up. */
  readonly location: string | null;

  constructor(location: string | null) {
    super("pending");
    this.location = location;
  }
}
