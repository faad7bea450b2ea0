import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import helmet from "helmet";

/** What a page of ours may load and do: what is named here comes from this server, the frames of a few sites beside it, and nothing else. */
const contentSecurityPolicy = {
  "default-src": ["'none'"],
  "script-src": ["'self'"],
  "style-src": ["'self'"],
  // A picture that is not at the server yet is shown from the device's own copy.
  "img-src": ["'self'", "data:", "blob:"],
  "font-src": ["'self'"],
  "media-src": ["'self'"],
  "worker-src": ["'self'"],
  // 'self' covers ws and wss of the same host too, in every browser since 2022.
  "connect-src": ["'self'"],
  // The sites whose pages can stand in a document once somebody asks for one: a test compares them with the schema's.
  "frame-src": [
    "'self'",
    "https://www.youtube-nocookie.com",
    "https://player.vimeo.com",
    "https://www.loom.com",
    "https://embed.figma.com",
    "https://codepen.io",
    "https://codesandbox.io",
    "https://open.spotify.com",
    "https://docs.google.com",
    "https://miro.com",
  ],
  "object-src": ["'none'"],
  "base-uri": ["'none'"],
  "form-action": ["'self'"],
  "frame-ancestors": ["'none'"],
  "require-trusted-types-for": ["'script'"],
  // prosemirror-view reads pasted HTML in a detached document under the first name; under the second the editor starts the
  // worker that tries regular expressions, and nothing but a script of this server passes.
  "trusted-types": ["ProseMirrorClipboard", "QuireWorker"],
};

/** What a browser can do for a page that is no business of ours, nor of a frame's in one: it asks nobody for it, and does not do it. */
const switchedOff = [
  "accelerometer",
  "browsing-topics",
  "camera",
  "display-capture",
  "geolocation",
  "gyroscope",
  "hid",
  "identity-credentials-get",
  "idle-detection",
  "keyboard-map",
  "local-fonts",
  "magnetometer",
  "microphone",
  "midi",
  "otp-credentials",
  "payment",
  "screen-wake-lock",
  "serial",
  "usb",
  "window-management",
  "xr-spatial-tracking",
];

const permissionsPolicy = switchedOff.map((feature) => `${feature}=()`).join(", ");

/** Puts on a reply what every answer says. */
export type Secure = (request: FastifyRequest, reply: FastifyReply) => void;

/** Every answer's headers. A browser is told to insist on https only where the public address is. */
export function createSecurityHeaders(isSecure: boolean): Secure {
  const apply = helmet({
    contentSecurityPolicy: { useDefaults: false, directives: contentSecurityPolicy },
    crossOriginEmbedderPolicy: false,
    referrerPolicy: { policy: "no-referrer" },
    strictTransportSecurity: isSecure ? { maxAge: 31_536_000, includeSubDomains: false } : false,
    xFrameOptions: { action: "deny" },
  });
  return (request, reply) => {
    reply.header("permissions-policy", permissionsPolicy);
    apply(request.raw, reply.raw, () => undefined);
  };
}

/** As late as can be: an upgrade is never answered, and a tenth of what it cost went into headers that nobody was sent. */
export function addSecurityHeaders(app: FastifyInstance, secure: Secure): void {
  app.addHook("onSend", (request, reply, _, done) => {
    secure(request, reply);
    done();
  });
}
