import { Fragment } from "react";

/** A text whose e-mail addresses break before the "@" where they are too long for a line, rather than before their last letter. */
export function WithBreaks({ text }: { readonly text: string }) {
  const [start, ...others] = text.split(/(?=@)/);
  return (
    <>
      {start}
      {others.map((part, index) => (
        <Fragment key={index}>
          <wbr />
          {part}
        </Fragment>
      ))}
    </>
  );
}
