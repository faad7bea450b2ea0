import type { LinkAccess } from "@quire/protocol";
import { Globe, Link2 } from "lucide-react";
import { useRef, useState } from "react";
import { useWords } from "../app-context.ts";
import type { SharingWords } from "../words/en-sharing.ts";
import { CopyButton } from "./copy-button.tsx";
import { LinkSettings } from "./link-settings.tsx";
import { sharedPowers } from "./powers.ts";
import { RoleMenu } from "./role-menu.tsx";
import { type PartProps, Row } from "./row.tsx";
import { SureDialog } from "./sure-dialog.tsx";
import { useSharingWords } from "./use-sharing-words.ts";

/** The links into the document, and the public page, each with its settings; and new ones. */
export function LinkList({ state, access }: PartProps) {
  const { links } = useSharingWords();
  const [making, setMaking] = useState<"link" | "page" | null>(null);
  const { api } = state;
  const hasPage = access.links.some(({ isPublic }) => isPublic);
  /** The form was shut, and its button is back where the focus goes on. */
  const wasShut = useRef(false);
  const shut = () => {
    wasShut.current = true;
    setMaking(null);
  };
  return (
    <section className="share-part" aria-labelledby="share-links">
      <h3 id="share-links">{links.title}</h3>
      {access.links.length > 0 && (
        <ul className="share-rows" aria-labelledby="share-links">
          {access.links.map((link) => (
            <LinkRow key={link.id} link={link} state={state} />
          ))}
        </ul>
      )}
      {making === null ? (
        <div className="share-make">
          <button
            ref={(button) => {
              if (wasShut.current) button?.focus();
              wasShut.current = false;
            }}
            type="button"
            className="button button-line"
            onClick={() => setMaking("link")}
          >
            {links.make}
          </button>
          {!hasPage && (
            <button type="button" className="button button-line" onClick={() => setMaking("page")}>
              {links.publish}
            </button>
          )}
        </div>
      ) : (
        <LinkSettings
          isPublic={making === "page"}
          action={links.create}
          problem={state.problems.get(making)}
          onCancel={shut}
          onDone={async ({ role, password, expiresAt, isListed, hasPreview }) => {
            const isPublic = making === "page";
            const body = {
              role,
              ...(typeof password === "string" && { password }),
              ...(expiresAt !== null && { expiresAt }),
              ...(isPublic && { isPublic, isListed, hasPreview }),
            };
            if (await state.change(making, () => api.makeLink(body), links.made)) shut();
          }}
        />
      )}
    </section>
  );
}

interface LinkProps {
  readonly link: LinkAccess;
  readonly state: PartProps["state"];
}

function LinkRow({ link, state }: LinkProps) {
  const words = useSharingWords();
  const { format } = useWords();
  const { links } = words;
  const [isChanging, setChanging] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const shut = () => {
    opener.current?.focus();
    setChanging(false);
  };
  const { api } = state;
  const name = link.isPublic ? links.publicPage : links.anyone;
  const Icon = link.isPublic ? Globe : Link2;
  const change = (body: Parameters<typeof api.changeLink>[1]) =>
    state.change(link.id, () => api.changeLink(link.id, body), links.changed);
  return (
    <Row
      face={
        <span className="share-face" aria-hidden="true">
          <Icon />
        </span>
      }
      name={name}
      note={linkNote(words, link, Date.now())}
      problem={isChanging ? undefined : state.problems.get(link.id)}
    >
      <LinkRole link={link} onChoose={(role) => void change({ role })} />
      <div className="share-link-ends">
        <CopyButton text={addressOf(link)} face={links.copy} label={links.copyLink(name)} />
        {link.from === null && (
          <>
            <button
              ref={opener}
              type="button"
              className="button button-quiet"
              aria-expanded={isChanging}
              aria-label={links.changeLink(name)}
              onClick={() => setChanging(!isChanging)}
            >
              {links.settings}
            </button>
            <SwitchOff
              name={name}
              onSure={() => state.change(link.id, () => api.endLink(link.id), links.switchedOff)}
            />
          </>
        )}
        {link.expiresAt !== null && (
          <span className="visually-hidden">{format.fullTime(link.expiresAt)}</span>
        )}
      </div>
      {isChanging && (
        <LinkSettings
          link={link}
          isPublic={link.isPublic}
          action={links.save}
          problem={state.problems.get(link.id)}
          onCancel={shut}
          onDone={async ({ password, expiresAt, isListed, hasPreview }) => {
            const body = {
              expiresAt,
              ...(password !== undefined && { password }),
              ...(link.isPublic && { isListed, hasPreview }),
            };
            if (await change(body)) shut();
          }}
        />
      )}
    </Row>
  );
}

interface SwitchOffProps {
  readonly name: string;
  readonly onSure: () => Promise<unknown>;
}

/** Ends the link, once asked: what it was opened by is kept nowhere to switch it on again. */
function SwitchOff({ name, onSure }: SwitchOffProps) {
  const { links } = useSharingWords();
  const [isAsked, setAsked] = useState(false);
  const sure = async () => {
    setAsked(false);
    await onSure();
  };
  return (
    <>
      <button
        type="button"
        className="button button-quiet"
        aria-label={links.switchOff(name)}
        onClick={() => setAsked(true)}
      >
        {links.off}
      </button>
      {isAsked && (
        <SureDialog
          title={links.offTitle(name)}
          text={links.offText}
          action={links.off}
          onClose={() => setAsked(false)}
          onSure={sure}
        />
      )}
    </>
  );
}

interface RoleProps {
  readonly link: LinkAccess;
  readonly onChoose: (role: LinkAccess["role"]) => void;
}

/** What the link lets people do: changed here where it stands here, and is no page for reading. */
function LinkRole({ link: { role, isPublic, from }, onChoose }: RoleProps) {
  const { links, roles } = useSharingWords();
  if (isPublic || from !== null) return <span className="share-role">{roles[role]}</span>;
  return <RoleMenu label={links.roleOf} role={role} roles={sharedPowers} names={roles} onChoose={onChoose} />;
}

function addressOf({ token, isPublic }: LinkAccess): string {
  return `${location.origin}/${isPublic ? "p" : "s"}/${token}`;
}

function linkNote({ links }: SharingWords, link: LinkAccess, now: number): string {
  const { from, hasPassword, expiresAt, isPublic, isListed, hasPreview } = link;
  const ends = expiresAt === null ? [] : [expiresAt <= now ? links.ended : links.ends(expiresAt, now)];
  return [
    ...(from === null ? [] : [links.from(from.title)]),
    ...ends,
    ...(isPublic ? [links.publicText] : [links.open]),
    ...(hasPassword ? [links.hasPassword] : []),
    ...(isListed ? [links.listed] : []),
    ...(hasPreview ? [links.previewed] : []),
  ].join(" · ");
}
