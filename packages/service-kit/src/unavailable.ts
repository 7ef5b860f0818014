/** Another service was unreachable or answered that it cannot serve now: the call may be tried again. */
export class ServiceUnavailable extends Error {
  override readonly name = "ServiceUnavailable";
}
