import type { LinkAccess } from "@quire/protocol";
import { Globe, Link2 } from "lucide-react";
import { useState } from "react";
import { useWords } from "../app-context.ts";
import type { SharingWords } from "../words/en-sharing.ts";
import { CopyButton } from "./copy-button.tsx";
import { LinkSettings } from "./link-settings.tsx";
import { RoleMenu } from "./role-menu.tsx";
import { type PartProps, Row } from "./row.tsx";
import { useSharingWords } from "./use-sharing-words.ts";

/** The links into the document, and the public page, each with its settings; and new ones. */
export function LinkList({ state, access }: PartProps) {
  const { links } = useSharingWords();
  const [making, setMaking] = useState<"link" | "page" | null>(null);
  const { api } = state;
  const hasPage = access.links.some(({ isPublic }) => isPublic);
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
          <button type="button" className="button button-line" onClick={() => setMaking("link")}>
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
          onCancel={() => setMaking(null)}
          onDone={async ({ role, password, expiresAt, isListed, hasPreview }) => {
            const isPublic = making === "page";
            const body = {
              role,
              ...(typeof password === "string" && { password }),
              ...(expiresAt !== null && { expiresAt }),
              ...(isPublic && { isPublic, isListed, hasPreview }),
            };
            if (await state.change(making, () => api.makeLink(body), links.made)) setMaking(null);
          }}
        />
      )}
    </section>
  );
}

function LinkRow({ link, state }: { readonly link: LinkAccess; readonly state: PartProps["state"] }) {
  const words = useSharingWords();
  const { format } = useWords();
  const { links, roles } = words;
  const [isChanging, setChanging] = useState(false);
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
      {link.isPublic || link.from !== null ? (
        <span className="share-role">{roles[link.role]}</span>
      ) : (
        <RoleMenu
          label={links.roleOf}
          role={link.role}
          roles={["view", "edit"]}
          names={roles}
          onChoose={(role) => void change({ role })}
        />
      )}
      <div className="share-link-ends">
        <CopyButton text={addressOf(link)} face={links.copy} label={links.copyLink(name)} />
        {link.from === null && (
          <>
            <button
              type="button"
              className="button button-quiet"
              aria-expanded={isChanging}
              aria-label={links.changeLink(name)}
              onClick={() => setChanging(!isChanging)}
            >
              {links.settings}
            </button>
            <button
              type="button"
              className="button button-quiet"
              aria-label={links.switchOff(name)}
              onClick={() => void state.change(link.id, () => api.endLink(link.id), links.switchedOff)}
            >
              {links.off}
            </button>
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
          onCancel={() => setChanging(false)}
          onDone={async ({ password, expiresAt, isListed, hasPreview }) => {
            const body = {
              expiresAt,
              ...(password !== undefined && { password }),
              ...(link.isPublic && { isListed, hasPreview }),
            };
            if (await change(body)) setChanging(false);
          }}
        />
      )}
    </Row>
  );
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
