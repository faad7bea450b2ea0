import { useMemo } from "react";
import { useWords } from "../app-context.ts";
import { createEnglishOwnAccount } from "../words/en-own-account.ts";
import { EmailSection } from "./email-section.tsx";
import { Frame } from "./frame.tsx";
import { OwnData } from "./own-data.tsx";
import type { PartProps } from "./part-props.ts";
import { PasskeysSection } from "./passkeys-section.tsx";
import { PasswordSection } from "./password-section.tsx";
import { Profile } from "./profile.tsx";
import { ProvidersSection } from "./providers-section.tsx";
import { SecondFactor } from "./second-factor.tsx";
import { SessionsSection } from "./sessions-section.tsx";
import { TokensSection } from "./tokens-section.tsx";

/** One's own account: who one is here, how one signs in, and where. */
export function AccountPage() {
  const { format } = useWords();
  const words = useMemo(() => createEnglishOwnAccount(format), [format]);
  return (
    <Frame title={words.title}>
      {(account, onChange) => {
        const part: PartProps = { words, account, onChange };
        return (
          <>
            <Profile {...part} />
            <EmailSection {...part} />
            <PasswordSection {...part} />
            <PasskeysSection {...part} />
            {account.hasPassword && <SecondFactor {...part} />}
            <ProvidersSection {...part} />
            {/* Another second factor, or another address, has ended the others. */}
            <SessionsSection key={`${account.hasSecondFactor} ${account.email}`} words={words} />
            <TokensSection {...part} />
            <OwnData {...part} />
          </>
        );
      }}
    </Frame>
  );
}
