import { type AddressInfo, createServer, type Socket } from "node:net";
import { text } from "node:stream/consumers";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";

/** A mail as it came over the wire. */
export interface Received {
  readonly from: string;
  /** Whom it goes to, as the envelope says. */
  readonly to: readonly string[];
  readonly user: string | undefined;
  readonly headers: string;
  readonly body: string;
}

/** A server that takes mail, on a free port of the loopback. */
export interface MailServer {
  readonly url: string;
  readonly received: readonly Received[];
  close(): Promise<void>;
}

/** Starts one that speaks SMTP, and takes what it is not told to refuse. */
export async function startMailServer(options: SMTPServerOptions = {}): Promise<MailServer> {
  const received: Received[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    allowInsecureAuth: true,
    closeTimeout: 100,
    onAuth: ({ username, password }, _, done) => done(null, { user: `${username}:${password}` }),
    onData: (stream, session, done) => {
      void text(stream).then((raw) => {
        const [headers = "", ...rest] = raw.split("\r\n\r\n");
        const { mailFrom, rcptTo } = session.envelope;
        received.push({
          from: mailFrom === false ? "" : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          user: session.user,
          headers: headers.replaceAll(/\r\n[ \t]+/g, " "),
          body: readable(rest.join("\r\n\r\n"), headers),
        });
        done();
      });
    },
    ...options,
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.server.address() as AddressInfo;
  return {
    received,
    url: `smtp://127.0.0.1:${port}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** Starts one that takes connections, does that with them, and never says a word of SMTP by itself. */
export async function startSilentServer(
  onSocket: (socket: Socket) => void = () => undefined,
): Promise<MailServer> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined).once("close", () => sockets.delete(socket));
    onSocket(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    received: [],
    url: `smtp://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

/** The text of a mail of plain text, its lines joined again. */
function readable(body: string, headers: string): string {
  if (!/content-transfer-encoding: quoted-printable/i.test(headers)) return body;
  const joined = body.replaceAll("=\r\n", "");
  const bytes = joined.replaceAll(/=([\dA-F]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return Buffer.from(bytes, "latin1").toString();
}
