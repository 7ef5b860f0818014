import { takeOver, type App } from "@shuangsui/service-kit";
import type { FastifyReply, FastifyRequest } from "fastify";
import type Provider from "oidc-provider";

/** A provider over the keys of now. */
export type CurrentProvider = () => Promise<Provider>;

export type MountOptions = {
  issuer: string;
  current: CurrentProvider;
};

/**
 * Answers the protocol's addresses by oidc-provider, which reads bodies itself. Where this service is reached is the
 * setting's to say: what a request claims of its host or scheme is overwritten.
 */
export async function mountProvider(app: App, { issuer, current }: MountOptions): Promise<void> {
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser("*", (_request, _body, done) => done(null));
    const answer = async (request: FastifyRequest, reply: FastifyReply) => {
      const provider = await current();
      speakOf(issuer, request);
      await provider.callback()(request.raw, takeOver(reply.header("cache-control", "no-store")));
    };
    for (const url of ["/.well-known/openid-configuration", "/oidc/*"])
      scope.route({
        method: ["GET", "POST", "OPTIONS"],
        url,
        config: { action: "public" },
        schema: { hide: true },
        handler: answer,
      });
  });
}

/** Makes a request say that it came to the issuer, whatever it said. */
export function speakOf(issuer: string, { raw }: FastifyRequest): void {
  const { protocol, host } = new URL(issuer);
  raw.headers["x-forwarded-proto"] = protocol.slice(0, -1);
  raw.headers["x-forwarded-host"] = host;
  delete raw.headers["x-forwarded-for"];
}
