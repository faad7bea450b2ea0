export type { ProbeTimes } from "./line-probe.ts";
export { openSession, type Session, type SessionOptions } from "./session.ts";
export type { SessionStatus } from "./status.ts";
