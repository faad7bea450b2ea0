import type { Transporter } from "nodemailer";

/** How mail is sent. */
export interface MailOptions {
  /** `smtp://user:password@host:587`, or `smtps://…` for TLS from the first byte. */
  readonly url: string;
  /** Whom it is from: an address, or `Quire <quire@example.org>`. */
  readonly from: string;
  /** How long the other server may take for each step, 10 s by default. */
  readonly patienceMs?: number;
}

/** A mail of plain text to one address. */
export interface Letter {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** What may be told of a mail that was not sent: neither whom it was to nor what stood in it, which is a way into an account. */
export interface MailFailure {
  readonly code: string | undefined;
  readonly command: string | undefined;
  readonly status: number | undefined;
}

/** Hands mail to the server that sends it. Nothing of this is loaded before the first one. */
export class Mail {
  readonly #options: MailOptions;
  #transport: Promise<Transporter> | undefined;

  constructor(options: MailOptions) {
    this.#options = options;
  }

  /** Resolves when the other server has it; rejects where it does not take it in time. */
  async send({ to, subject, text }: Letter): Promise<void> {
    this.#transport ??= connect(this.#options);
    const transport = await this.#transport;
    await transport.sendMail({
      from: this.#options.from,
      // As a field of its own it is one address, whatever stands in it, and never a list.
      to: { name: "", address: to },
      subject: oneLine(subject),
      text,
      disableFileAccess: true,
      disableUrlAccess: true,
      headers: { "Auto-Submitted": "auto-generated" },
    });
  }
}

/** Whether a mail can go there and nowhere else. */
export function isMailable(address: string): boolean {
  return /^[^\s\p{Cc}<>()[\]:;,@\\"]+@[^\s\p{Cc}<>()[\]:;,@\\"]+$/u.test(address);
}

/** What the log may say of a failure. */
export function failureOf(error: unknown): MailFailure {
  const { code, command, responseCode } = (error ?? {}) as Record<string, unknown>;
  return {
    code: typeof code === "string" ? code : undefined,
    // The first word: behind MAIL and RCPT stands an address.
    command: typeof command === "string" ? command.split(" ", 1)[0] : undefined,
    status: typeof responseCode === "number" ? responseCode : undefined,
  };
}

async function connect({ url, patienceMs = 10_000 }: MailOptions): Promise<Transporter> {
  const { createTransport } = await import("nodemailer");
  const { protocol, hostname, port, username, password } = new URL(url);
  const isSecure = protocol === "smtps:";
  const host = hostname.replace(/^\[|\]$/g, "");
  const isOurs = /^(localhost|127\.|::1$)/.test(host);
  return createTransport({
    host,
    port: port === "" ? (isSecure ? 465 : 587) : Number(port),
    secure: isSecure,
    // A password is told to nobody who listens on the way.
    requireTLS: !isSecure && username !== "" && !isOurs,
    ...(username !== "" && {
      auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) },
    }),
    connectionTimeout: patienceMs,
    greetingTimeout: patienceMs,
    socketTimeout: patienceMs,
    dnsTimeout: patienceMs,
  });
}

/** A header is one line, whatever a name holds. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ").trim();
}
