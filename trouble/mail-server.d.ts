import { type Socket } from "node:net";
import { type SMTPServerOptions } from "smtp-server";
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
export declare function startMailServer(options?: SMTPServerOptions): Promise<MailServer>;
/** Starts one that takes connections, does that with them, and never says a word of SMTP by itself. */
export declare function startSilentServer(onSocket?: (socket: Socket) => void): Promise<MailServer>;
//# sourceMappingURL=mail-server.d.ts.map