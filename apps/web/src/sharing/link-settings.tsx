import type { LinkAccess, LinkRole } from "@quire/protocol";
import { type FormEvent, useEffect, useId, useRef, useState } from "react";
import { dayOf, endOfDay } from "./last-day.ts";
import { sharedPowers } from "./powers.ts";
import { RoleMenu } from "./role-menu.tsx";
import { Problem } from "./row.tsx";
import { useSharingWords } from "./use-sharing-words.ts";

/** What a link is to be. */
export interface WantedLink {
  readonly role: LinkRole;
  /** Undefined leaves what there is; null takes it away. */
  readonly password: string | null | undefined;
  readonly expiresAt: number | null;
  readonly isListed: boolean;
  readonly hasPreview: boolean;
}

interface SettingsProps {
  /** The link that is changed; a new one else. */
  readonly link?: LinkAccess;
  readonly isPublic: boolean;
  readonly action: string;
  readonly problem: string | undefined;
  readonly onDone: (wanted: WantedLink) => Promise<void>;
  readonly onCancel: () => void;
}

/** What a link lets people do, whether it asks for a password, and when it ends. */
export function LinkSettings({ link, isPublic, action, problem, onDone, onCancel }: SettingsProps) {
  const { links, roles } = useSharingWords();
  const id = useId();
  const form = useRef<HTMLFormElement>(null);
  const [role, setRole] = useState<LinkRole>(link?.role ?? "view");
  const [hasPassword, setHasPassword] = useState(link?.hasPassword ?? false);
  const [password, setPassword] = useState("");
  const [day, setDay] = useState(() => dayOf(link?.expiresAt ?? null));
  const [isListed, setListed] = useState(link?.isListed ?? false);
  const [hasPreview, setPreview] = useState(link?.hasPreview ?? false);
  const [isPast, setPast] = useState(false);
  // Whoever opened it by a key goes on in it.
  useEffect(() => form.current?.querySelector<HTMLElement>("button, input")?.focus(), []);

  function submit(event: FormEvent) {
    event.preventDefault();
    const expiresAt = day === dayOf(link?.expiresAt ?? null) ? (link?.expiresAt ?? null) : endOfDay(day);
    const isOver = expiresAt !== null && expiresAt <= Date.now();
    setPast(isOver);
    if (isOver) return;
    const kept = link?.hasPassword === true && hasPassword ? undefined : null;
    void onDone({ role, password: password === "" ? kept : password, expiresAt, isListed, hasPreview });
  }

  return (
    <form ref={form} className="share-settings" onSubmit={submit}>
      {link === undefined && !isPublic && (
        <div className="share-setting">
          <span>{links.role}</span>
          <RoleMenu label={links.roleOf} role={role} roles={sharedPowers} names={roles} onChoose={setRole} />
        </div>
      )}
      {link?.hasPassword === true && (
        <label className="share-check">
          <input
            type="checkbox"
            checked={hasPassword}
            onChange={({ target }) => setHasPassword(target.checked)}
          />
          {links.keepsPassword}
        </label>
      )}
      {!isPublic && (link?.hasPassword !== true || hasPassword) && (
        <div className="share-setting">
          <label htmlFor={`${id}-password`}>
            {link?.hasPassword === true ? links.newPassword : links.passwordOptional}
          </label>
          <input
            id={`${id}-password`}
            className="field"
            type="password"
            autoComplete="new-password"
            maxLength={256}
            value={password}
            onChange={({ target }) => setPassword(target.value)}
          />
        </div>
      )}
      <div className="share-setting">
        <label htmlFor={`${id}-day`}>{links.until}</label>
        <input
          id={`${id}-day`}
          className="field"
          type="date"
          value={day}
          aria-describedby={isPast ? `${id}-past` : undefined}
          aria-invalid={isPast}
          onChange={({ target }) => setDay(target.value)}
        />
      </div>
      <Problem id={`${id}-past`} text={isPast ? links.untilPast : undefined} />
      {isPublic && (
        <>
          <label className="share-check">
            <input type="checkbox" checked={isListed} onChange={({ target }) => setListed(target.checked)} />
            {links.mayList}
          </label>
          <label className="share-check">
            <input
              type="checkbox"
              checked={hasPreview}
              onChange={({ target }) => setPreview(target.checked)}
            />
            {links.mayPreview}
          </label>
        </>
      )}
      <Problem text={problem} />
      <div className="share-make">
        <button type="submit" className="button button-primary">
          {action}
        </button>
        <button type="button" className="button button-quiet" onClick={onCancel}>
          {links.cancel}
        </button>
      </div>
    </form>
  );
}
