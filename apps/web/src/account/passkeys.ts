import type { MakePasskey, SignInByPasskey } from "@quire/protocol";

/** Why an authenticator gave nothing. Browsers do not say whether somebody refused, or had none. */
export class NoPasskey extends Error {
  override readonly name = "NoPasskey";
  /** The device has one for this account already. */
  readonly isHereAlready: boolean;

  constructor(isHereAlready: boolean, options?: ErrorOptions) {
    super("no passkey was given", options);
    this.isHereAlready = isHereAlready;
  }
}

/** Whether this browser knows passkeys, and is where they may be used: at a name, over https or on this machine. */
export function hasPasskeys(): boolean {
  const isName = !/^[\d.]+$|^\[/.test(location.hostname);
  return globalThis.isSecureContext && isName && globalThis.PublicKeyCredential !== undefined;
}

/** Has the browser make a passkey as the server asked, under that name. Rejects with `NoPasskey`. */
export async function createPasskey(options: string, name: string): Promise<MakePasskey> {
  const { startRegistration } = await import("@simplewebauthn/browser");
  const { id, response } = await asked(() => startRegistration({ optionsJSON: JSON.parse(options) }));
  const { clientDataJSON, attestationObject, transports } = response;
  return {
    name,
    id,
    clientData: clientDataJSON,
    attestation: attestationObject,
    ...(transports !== undefined && { transports }),
  };
}

/** Has the browser sign with a passkey that somebody chooses. Rejects with `NoPasskey`. */
export async function signByPasskey(options: string): Promise<SignInByPasskey> {
  const { startAuthentication } = await import("@simplewebauthn/browser");
  const { id, response } = await asked(() => startAuthentication({ optionsJSON: JSON.parse(options) }));
  const { clientDataJSON, authenticatorData, signature, userHandle = "" } = response;
  return { id, clientData: clientDataJSON, authenticatorData, signature, userHandle };
}

async function asked<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  try {
    return await ask();
  } catch (cause) {
    throw new NoPasskey(cause instanceof Error && cause.name === "InvalidStateError", { cause });
  }
}
