// The sign-on of an institution, for tests: a real OpenID Connect provider with three people.
// Told by arguments: port, the address where answers go, the id and secret of who asks.
import Provider from "oidc-provider";

const [port, redirect, client, secret] = process.argv.slice(2);
const issuer = `http://localhost:${port}`;
const people = {
  "els-1": { email: "els@waardland.example", email_verified: true, given_name: "Els", family_name: "Bakker" },
  "iris-3": { given_name: "Iris" },
  "mo-2": { email: "mo@waardland.example", email_verified: false, given_name: "Mo", family_name: "Haddad" },
};

const provider = new Provider(issuer, {
  clients: [{ client_id: client, client_secret: secret, redirect_uris: [redirect], grant_types: ["authorization_code"] }],
  cookies: { keys: ["for tests only"] },
  claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["given_name", "family_name"] },
  pkce: { required: () => true },
  findAccount: (_context, id) => ({ accountId: id, claims: () => ({ sub: id, ...people[id] }) }),
});
provider.listen(Number(port), "127.0.0.1", () => console.log("ready"));
