import { type Account, hueCount } from "@quire/protocol";
import { useState } from "react";
import { useApp } from "../app-context.ts";
import { initials } from "../initials.ts";
import { useToast } from "../use-toast.ts";
import { Field, Form, useForm } from "./form.tsx";
import { Section } from "./frame.tsx";
import { OwnPicture } from "./own-picture.tsx";
import type { PartProps } from "./part-props.ts";
import { checks, useAccountsApi, useAccountWords, useExplain } from "./use-accounts.ts";

const hues = Array.from({ length: hueCount }, (_, index) => index + 1);

/** The name, the picture and the colour that others see. */
export function Profile({ words: { profile, picture }, account, onChange }: PartProps) {
  const { me } = useApp();
  const words = useAccountWords();
  const api = useAccountsApi();
  const { say } = useToast();
  const { name, hue } = account.person;
  const [chosen, setChosen] = useState(hue);
  const form = useForm({
    check: (values) => checks.name(words, values),
    async send(values) {
      change(await api.changeAccount({ name: values("name"), hue: Number(values("hue")) }));
      say(profile.saved);
    },
    explain: useExplain(),
  });
  function change(changed: Account) {
    me.become(changed.person);
    onChange(changed);
  }
  return (
    <Section title={profile.title}>
      <OwnPicture words={picture} account={account} onChange={change} />
      <Form {...form} label={profile.save} busyLabel={profile.busy}>
        <Field
          label={words.fields.name}
          name="name"
          autoComplete="name"
          defaultValue={name}
          required
          problem={form.problem}
        />
        <fieldset className="hues">
          <legend>{profile.hue}</legend>
          {hues.map((one) => (
            <label key={one} className={`hue-choice hue-${one}`} title={profile.hues[one - 1]}>
              <input
                type="radio"
                name="hue"
                value={one}
                checked={one === chosen}
                aria-label={profile.hues[one - 1]}
                onChange={() => setChosen(one)}
              />
              <span className={`avatar hue-${one}`} aria-hidden="true">
                {one === chosen ? initials(name) : ""}
              </span>
            </label>
          ))}
          <p className="account-hint">{profile.hueHint}</p>
        </fieldset>
      </Form>
    </Section>
  );
}
