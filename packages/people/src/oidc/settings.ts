import { fail, isLoopbackName } from "@quire/server";

/** What people of a group at the provider become here: members of the group of that name, or owners of the server. */
export type GroupTarget = string | { readonly standing: "owner" };

/** A server that people may sign in with, as who runs this one set it up. */
export interface ProviderSettings {
  /** Names it in addresses: the one that it sends people back to is `<url>/api/session/providers/<id>/callback`. */
  readonly id: string;
  /** As it stands on the button. */
  readonly name: string;
  /** As the provider writes itself in its tokens. */
  readonly issuer: string;
  readonly clientId: string;
  /** Undefined for a client that has none: PKCE is used either way. */
  readonly clientSecret: string | undefined;
  readonly scopes: readonly string[];
  /** The claim that lists the groups somebody is in at the provider. */
  readonly groupsClaim: string;
  /** Value of that claim -> what it means here. */
  readonly groups: ReadonlyMap<string, GroupTarget>;
  /** Whether somebody new may come in without an invitation. */
  readonly allowNew: boolean;
  /** Of which addresses those have to be; empty for any. */
  readonly domains: readonly string[];
  /** Whether its addresses count as checked where it does not say whether they are. */
  readonly verifiesEmail: boolean;
  /** Whether somebody whose address has an account here is taken for the owner of that account. */
  readonly linkByEmail: boolean;
}

/** Whether tokens of the issuer are the provider's: as its operators wrote it, but for a slash at the end. */
export function isIssuer(settings: ProviderSettings, issuer: string): boolean {
  return URL.parse(issuer)?.href === new URL(settings.issuer).href;
}

/** The setting that errors name. */
const setting = "QUIRE_OIDC_FILE";

/**
 * The providers of a file: a JSON list of objects. Throws QUIRE_ERR_CONFIG_INVALID for the first that is wrong in it, with
 * the field, its value and what is allowed; the value of a secret is not repeated.
 */
export function parseProviders(text: string): readonly ProviderSettings[] {
  const read = parse(text);
  if (!Array.isArray(read)) throw wrong("", read, "it must hold a list of providers: [{ … }]");
  const providers = read.map((given: unknown, index) => readProvider(new Fields(`[${index}]`, given)));
  for (const field of ["id", "issuer"] as const) {
    const repeated = providers.findIndex((one, index) =>
      providers.slice(0, index).some((other) => other[field] === one[field]),
    );
    if (repeated !== -1)
      throw wrong(
        `[${repeated}].${field}`,
        providers[repeated]?.[field],
        "another provider has the same, and each needs its own",
      );
  }
  return Object.freeze(providers);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    // What the parser says repeats a part of the file, which may be a secret.
    throw fail("QUIRE_ERR_CONFIG_INVALID", {
      name: `what ${setting} names`,
      value: "(not shown)",
      allowed: "it must be JSON",
    });
  }
}

function readProvider(fields: Fields): ProviderSettings {
  const provider = {
    id: fields.text("id", /^[a-z\d][a-z\d-]{0,31}$/, "1 to 32 of a-z, 0-9 and -"),
    name: fields.text("name", /^(?! )[^\p{C}]{1,60}(?<! )$/u, "1 to 60 characters on one line"),
    issuer: readIssuer(fields),
    clientId: fields.text("clientId", /^[\x20-\x7e]{1,255}$/, "the id that the provider gave this server"),
    clientSecret: fields.secret("clientSecret"),
    scopes: fields.texts("scopes", ["openid", "email", "profile"], scopeForm, "scopes, openid among them"),
    groupsClaim: fields.text("groupsClaim", /^.{1,128}$/u, "the name of a claim", "groups"),
    groups: readGroups(fields),
    allowNew: fields.flag("allowNew", true),
    domains: fields.texts("domains", [], domainForm, "domains in lower case, as example.org"),
    verifiesEmail: fields.flag("verifiesEmail", false),
    linkByEmail: fields.flag("linkByEmail", false),
  };
  if (!provider.scopes.includes("openid"))
    throw wrong(`${fields.place}.scopes`, provider.scopes, "openid must be among them");
  fields.end();
  return Object.freeze(provider);
}

const scopeForm = /^[\x21\x23-\x5b\x5d-\x7e]{1,128}$/;
const domainForm = /^(?=.{1,253}$)[a-z\d]([a-z\d-]*[a-z\d])?(\.[a-z\d]([a-z\d-]*[a-z\d])?)+$/;

/** Tokens come over the wire to the issuer, so that has to be https; http only where the wire stays in this machine. */
function readIssuer(fields: Fields): string {
  const issuer = fields.text("issuer", /^\S{1,1000}$/, issuerForm);
  const url = URL.parse(issuer);
  const isSafe =
    url?.protocol === "https:" || (url?.protocol === "http:" && isLoopbackName(url.hostname.toLowerCase()));
  if (url !== null && isSafe && url.username + url.password + url.search + url.hash === "") return issuer;
  throw wrong(`${fields.place}.issuer`, issuer, `it must be ${issuerForm}`);
}

const issuerForm =
  "the provider's https:// address, as it stands under issuer in its /.well-known/openid-configuration (http:// on loopback only)";

function readGroups(fields: Fields): ReadonlyMap<string, GroupTarget> {
  const given = fields.take("groups", {});
  const place = `${fields.place}.groups`;
  if (!isRecord(given)) throw wrong(place, given, 'it must be an object, as {"writers": "Writers"}');
  const groups = Object.entries(given).map(([value, target]): [string, GroupTarget] => {
    if (typeof target === "string" && /^(?! )[^\p{C}]{1,60}(?<! )$/u.test(target)) return [value, target];
    const isOwner = isRecord(target) && target.standing === "owner" && Object.keys(target).length === 1;
    if (isOwner) return [value, { standing: "owner" }];
    throw wrong(
      `${place}[${JSON.stringify(value)}]`,
      target,
      'it must be the name of a group, or {"standing": "owner"}',
    );
  });
  return new Map(groups);
}

/** One provider's fields, each taken once: what nobody took is unknown. */
class Fields {
  readonly place: string;
  readonly #left: Map<string, unknown>;

  constructor(place: string, given: unknown) {
    if (!isRecord(given)) throw wrong(place, given, "it must be an object that describes a provider");
    this.place = place;
    this.#left = new Map(Object.entries(given));
  }

  take(name: string, otherwise?: unknown): unknown {
    const value = this.#left.has(name) ? this.#left.get(name) : otherwise;
    this.#left.delete(name);
    return value;
  }

  text(name: string, form: RegExp, allowed: string, otherwise?: string): string {
    const value = this.take(name, otherwise);
    if (typeof value === "string" && form.test(value)) return value;
    throw wrong(`${this.place}.${name}`, value, `it must be ${allowed}`);
  }

  texts(name: string, otherwise: readonly string[], form: RegExp, allowed: string): readonly string[] {
    const value = this.take(name, otherwise);
    if (isTexts(value) && value.every((one) => form.test(one))) return Object.freeze([...value]);
    throw wrong(`${this.place}.${name}`, value, `it must be a list of ${allowed}`);
  }

  flag(name: string, otherwise: boolean): boolean {
    const value = this.take(name, otherwise);
    if (typeof value === "boolean") return value;
    throw wrong(`${this.place}.${name}`, value, "it must be true or false");
  }

  secret(name: string): string | undefined {
    const value = this.take(name);
    if (value === undefined || (typeof value === "string" && /^[\x20-\x7e]{1,1000}$/.test(value)))
      return value;
    throw fail("QUIRE_ERR_CONFIG_INVALID", {
      name: `${this.place}.${name} in ${setting}`,
      value: "(not shown)",
      allowed: "it must be the secret that the provider gave this server, or be left out",
    });
  }

  /** Throws for a field that is none: a setting that was misspelt must not be one that is not set. */
  end(): void {
    const [unknown] = this.#left.keys();
    if (unknown === undefined) return;
    throw fail("QUIRE_ERR_CONFIG_INVALID", {
      name: `a field of ${this.place} in ${setting}`,
      value: unknown,
      allowed: `it must be one of ${fieldNames.join(", ")}`,
    });
  }
}

const fieldNames: readonly (keyof ProviderSettings)[] = [
  "id",
  "name",
  "issuer",
  "clientId",
  "clientSecret",
  "scopes",
  "groupsClaim",
  "groups",
  "allowNew",
  "domains",
  "verifiesEmail",
  "linkByEmail",
];

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((one) => typeof one === "string");
}

function wrong(place: string, value: unknown, allowed: string): Error {
  const name = place === "" ? `what ${setting} names` : `${place} in ${setting}`;
  const said = typeof value === "string" ? value : JSON.stringify(value);
  return fail("QUIRE_ERR_CONFIG_INVALID", { name, value: said, allowed });
}
