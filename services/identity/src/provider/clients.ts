import type { ClientMetadata } from "oidc-provider";
import type { ClientSettings } from "../config.ts";

/** A client as oidc-provider takes it. */
export function clientMetadata(client: ClientSettings): ClientMetadata {
  const signsPeopleIn = client.redirectUris.length > 0;
  const actsItself = client.service || client.authority !== undefined;
  return {
    client_id: client.id,
    client_secret: client.secret,
    grant_types: [
      ...(signsPeopleIn ? ["authorization_code", "refresh_token"] : []),
      ...(actsItself ? ["client_credentials"] : []),
    ],
    response_types: signsPeopleIn ? ["code"] : [],
    redirect_uris: client.redirectUris,
    post_logout_redirect_uris: client.postLogoutRedirectUris,
  };
}

/** The origins that a sign-in page's form may lead to by redirects. */
export function returnOrigins(clients: readonly ClientSettings[]): string[] {
  const uris = clients.flatMap(({ redirectUris, postLogoutRedirectUris }) => [
    ...redirectUris,
    ...postLogoutRedirectUris,
  ]);
  return [...new Set(uris.map((uri) => new URL(uri).origin))];
}
