import type { Session, SessionStatus } from "@quire/client";

/** Resolves when the session's status is in one of the states. */
export function untilState(session: Session, ...states: SessionStatus["state"][]): Promise<SessionStatus> {
  return until(
    () => (states.includes(session.status.state) ? session.status : undefined),
    (check) => session.subscribe(check),
  );
}

/** Resolves when the session's text is the one wanted. */
export async function untilText(
  session: Session,
  wanted: (text: string) => boolean,
  name = "t",
): Promise<void> {
  const text = session.ydoc.getText(name);
  await until(
    () => (wanted(text.toJSON()) ? true : undefined),
    (check) => {
      text.observe(check);
      return () => text.unobserve(check);
    },
  );
}

/** Resolves with what `look` finds, looking again whenever `watch` calls. */
export function until<T>(look: () => T | undefined, watch: (check: () => void) => () => void): Promise<T> {
  return new Promise((resolve) => {
    let stop = () => {};
    const check = () => {
      const found = look();
      if (found === undefined) return;
      stop();
      resolve(found);
    };
    stop = watch(check);
    check();
  });
}
