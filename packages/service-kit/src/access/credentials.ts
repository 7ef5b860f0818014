import { z } from "zod";
import { ServiceUnavailable } from "../unavailable.ts";
import { answerOf, issuerMetadata } from "./issuer.ts";

/** What a service shows to others. */
export type Credentials = {
  /** Its token; another one than `refused`, where that was not accepted. @throws ServiceUnavailable */
  token(refused?: string): Promise<string>;
};

export type ClientOptions = {
  /** The OpenID provider's URL, as its tokens name it. */
  issuer: string;
  clientId: string;
  clientSecret: string;
};

type Held = { token: string; renewAt: number; endsAt: number };

const tokenAnswer = z.object({ access_token: z.string().min(1), expires_in: z.number().positive() });
/** After how much of its life a token is renewed: early enough to outlast an outage of the issuer. */
const renewedAfter = 0.75;

/** A service's own tokens by client credentials (RFC 6749, 4.4), each asked for once and kept until it is about to end. */
export function clientCredentials({ issuer, clientId, clientSecret }: ClientOptions): Credentials {
  const metadata = issuerMetadata(issuer);
  const secret = `${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret)}`;
  const authorization = `Basic ${Buffer.from(secret).toString("base64")}`;
  let held: Held | undefined;
  let asking: Promise<Held> | undefined;

  const ask = async (): Promise<Held> => {
    const asked = Date.now();
    const answer = await answerOf((await metadata()).token_endpoint, {
      method: "POST",
      headers: { authorization },
      body: new URLSearchParams({ grant_type: "client_credentials" }),
      redirect: "error",
    });
    const given = tokenAnswer.safeParse(answer);
    if (!given.success) throw new ServiceUnavailable("the issuer gave no token");
    const life = given.data.expires_in * 1000;
    return {
      token: given.data.access_token,
      renewAt: asked + life * renewedAfter,
      endsAt: asked + life,
    };
  };
  const renew = (): Promise<Held> => {
    asking ??= ask()
      .then((given) => (held = given))
      .finally(() => (asking = undefined));
    return asking;
  };
  return {
    async token(refused) {
      const now = Date.now();
      if (held === undefined || held.token === refused || now >= held.endsAt) return (await renew()).token;
      if (now >= held.renewAt) renew().catch(() => undefined);
      return held.token;
    },
  };
}
