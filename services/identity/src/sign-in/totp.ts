import { Secret, TOTP } from "otpauth";

const [periodSeconds, digits] = [30, 6];

/** A new secret of 160 bits (RFC 6238), in base 32 as authenticators take it. */
export function newSecret(): string {
  return new Secret({ size: 20 }).base32;
}

/** The address by which an authenticator on the same device takes a secret. */
export function addressOf(secret: string, login: string, issuer: string): string {
  return authenticator(secret, { label: login, issuer }).toString();
}

/**
 * The time step whose code this is, now or one step off, or undefined. Who has used that step or a later one already is
 * for the caller to know.
 */
export function stepOf(secret: string, code: string, now = Date.now()): number | undefined {
  const delta = authenticator(secret).validate({ token: code, window: 1, timestamp: now });
  return delta === null ? undefined : Math.floor(now / 1_000 / periodSeconds) + delta;
}

function authenticator(secret: string, names: { label?: string; issuer?: string } = {}): TOTP {
  return new TOTP({
    ...names,
    secret: Secret.fromBase32(secret),
    digits,
    period: periodSeconds,
    algorithm: "SHA1",
  });
}
