// The council's identity provider, as the tests have it: a real one, with people made up.
import { createServer } from "node:http";

import Provider from "oidc-provider";

export const CLIENT_ID = "oast";
export const CLIENT_SECRET = "a-secret-of-the-tests-alone-0123456789";

/** Starts it on a port of its own. `people` maps names to what is known of them; it may change. */
export async function startProvider(people) {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const issuer = `http://localhost:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: CLIENT_ID,
        client_secret: CLIENT_SECRET,
        // Of an application on the person's own machine any port will do.
        redirect_uris: ["http://localhost/sign-in/council/answer"],
        post_logout_redirect_uris: ["http://localhost/sign-in?out=yes"],
        application_type: "native",
        grant_types: ["authorization_code"],
        response_types: ["code"],
        token_endpoint_auth_method: "client_secret_basic",
      },
    ],
    findAccount: (_, id) => ({
      accountId: id,
      claims: () => ({ sub: id, preferred_username: id, ...people.get(id) }),
    }),
    claims: { openid: ["sub"], profile: ["name", "preferred_username", "groups"], email: ["email"] },
    cookies: { keys: ["the cookies of the tests"] },
    pkce: { required: () => true },
    features: { devInteractions: { enabled: true }, rpInitiatedLogout: { enabled: true } },
    clientBasedCORS: () => false,
  });
  server.on("request", provider.callback());
  return {
    issuer,
    stop: () => new Promise((resolve) => server.close(resolve)),
  };
}
