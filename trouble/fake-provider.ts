import { createHash, randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type CryptoKey, exportJWK, generateKeyPair, type JWTPayload, SignJWT } from "jose";

/** What a client of it is registered as. */
export const clientId = "quire";
export const clientSecret = "a secret of the client, which no log may show";

/** An answer as it goes over the wire; `silence` for none at all. */
export type Said =
  | { status: number; type?: string; headers?: Record<string, string>; body: string }
  | "silence";

/** A provider made by hand, which lies as it is told. Honest by itself. */
export interface FakeProvider {
  readonly issuer: string;
  readonly publicKey: CryptoKey;
  readonly privateKey: CryptoKey;
  /** How often each of its paths was asked. */
  readonly asked: Map<string, number>;
  /** What it says of whoever signs in next, beside what every token has. */
  person: Record<string, unknown>;
  /** Changes the claims of a token, last. */
  claims: (claims: JWTPayload) => JWTPayload;
  /** Makes the token of the claims. */
  sign: (claims: JWTPayload) => Promise<string> | string;
  /** What it says instead, by path; undefined to say what it would. */
  instead: (path: string, honest: unknown) => Said | undefined;
  /** Somebody signs in there: answers with the way back to Quire. A browser that comes by itself is sent there. */
  signIn(at: URL): URL;
  close(): Promise<void>;
}

/** What a code stands for, until it is used. */
interface Grant {
  readonly nonce: string | null;
  readonly challenge: string | null;
  readonly redirectUri: string | null;
}

export const kid = "key-1";

/** One for all: making it takes longer than most tests. */
const pair = generateKeyPair("RS256", { extractable: true });

export async function startFakeProvider(): Promise<FakeProvider> {
  const { publicKey, privateKey } = await pair;
  const keys = { keys: [{ ...(await exportJWK(publicKey)), kid, alg: "RS256", use: "sig" }] };
  const grants = new Map<string, Grant>();
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const fake: FakeProvider = {
    issuer,
    publicKey,
    privateKey,
    asked: new Map(),
    person: { sub: "ada", name: "Ada", email: "ada@example.com", email_verified: true },
    claims: (claims) => claims,
    sign: (claims) => new SignJWT(claims).setProtectedHeader({ alg: "RS256", kid }).sign(privateKey),
    instead: () => undefined,
    signIn: (at) => wayBack(at, issuer, grants),
    close: () => close(server),
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? "/";
    if (path.startsWith("/authorize?")) {
      response.writeHead(302, { location: fake.signIn(new URL(path, issuer)).href }).end();
      return;
    }
    fake.asked.set(path, (fake.asked.get(path) ?? 0) + 1);
    const honest = await say(path, await bodyOf(request));
    const said = fake.instead(path, honest) ?? {
      status: honest === undefined ? 400 : 200,
      body: JSON.stringify(honest ?? { error: "invalid_grant" }),
    };
    if (said === "silence") return;
    response.writeHead(said.status, { "content-type": said.type ?? "application/json", ...said.headers });
    response.end(said.body);
  }

  async function say(path: string, body: URLSearchParams): Promise<unknown> {
    if (path === "/.well-known/openid-configuration") return metadataOf(issuer);
    if (path === "/keys") return keys;
    if (path !== "/token") return undefined;
    const code = body.get("code") ?? "";
    const grant = grants.get(code);
    const verifier = createHash("sha256")
      .update(body.get("code_verifier") ?? "")
      .digest("base64url");
    if (grant === undefined || grant.challenge !== verifier || grant.redirectUri !== body.get("redirect_uri"))
      return undefined;
    grants.delete(code);
    const now = Math.floor(Date.now() / 1_000);
    const times = { iat: now, exp: now + 300 };
    const claims = { iss: issuer, aud: clientId, ...times, nonce: grant.nonce, ...fake.person };
    return {
      access_token: "access",
      token_type: "bearer",
      id_token: await fake.sign(fake.claims(claims)),
    };
  }

  return fake;
}

function metadataOf(issuer: string) {
  return {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    jwks_uri: `${issuer}/keys`,
    response_types_supported: ["code"],
    subject_types_supported: ["public"],
    id_token_signing_alg_values_supported: ["RS256"],
    authorization_response_iss_parameter_supported: true,
  };
}

function wayBack(at: URL, issuer: string, grants: Map<string, Grant>): URL {
  const asked = at.searchParams;
  const code = randomUUID();
  grants.set(code, {
    nonce: asked.get("nonce"),
    challenge: asked.get("code_challenge"),
    redirectUri: asked.get("redirect_uri"),
  });
  const back = new URL(asked.get("redirect_uri") ?? "");
  back.search = new URLSearchParams({ code, state: asked.get("state") ?? "", iss: issuer }).toString();
  return back;
}

async function bodyOf(request: IncomingMessage): Promise<URLSearchParams> {
  let text = "";
  for await (const part of request) text += String(part);
  return new URLSearchParams(text);
}

function close(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
