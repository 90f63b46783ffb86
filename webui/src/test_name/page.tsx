// SPDX-License-Identifier: Apache-2.0
// Test a name: would it open, for whom, and why. Nothing is looked up and nothing is kept.
import { useState } from "preact/hooks";
import { api } from "../api";
import { siteOf } from "../edits";
import { Field } from "../components/field";
import { Form, useSending } from "../components/form";
import { holderName } from "../components/holder_tabs";
import { Icon } from "../components/icon";
import { Page } from "../components/page";
import { fieldProblem } from "../components/problem";
import { WithHousehold } from "../components/with_household";
import { doorTitle } from "../doors/titles";
import { holdersOf, type Household } from "../household";
import { comma, t, T } from "../language";
import type { Tested } from "../types";

export function TestPage() {
  return (
    <Page title={t("adult.test")}>
      <p>{t("adult.test.text")}</p>
      <WithHousehold>{(household) => <Test household={household} />}</WithHousehold>
    </Page>
  );
}

function Test({ household }: { household: Household }) {
  const sending = useSending();
  const holders = holdersOf(household);
  const wordOf = (i: number) => (holders[i]?.kind === "room" ? `room ${holders[i]!.name}` : (holders[i]?.name ?? "guest"));
  const [site, setSite] = useState("");
  const [who, setWho] = useState(0);
  const [mistake, setMistake] = useState<string | null>(null);
  const [told, setTold] = useState<{ site: string; who: string; answer: Tested } | null>(null);
  const send = async () => {
    const name = siteOf(site);
    setMistake(name ? null : t("adult.sites.no-site"));
    if (!name) return;
    setTold(null);
    await sending.run(async () => {
      const answer = (await api.post<Tested>("/test", { site: name, who: wordOf(who) })).data;
      setTold({ site: name, who: holders[who] ? holderName(holders[who]!) : "", answer });
    });
  };
  return (
    <>
      <Form sending={sending} onSend={() => void send()} submit={t("adult.test.go")}>
        <Field ltr inputmode="url" label={t("adult.sites.site")} hint={t("adult.sites.hint")} value={site} onValue={setSite} maxLength={400} problem={mistake ?? fieldProblem(sending.problem, "site")} />
        <div class="field">
          <label for="test-who">{t("adult.whose")}</label>
          <select id="test-who" value={who} onChange={(event) => setWho(Number(event.currentTarget.value))}>
            {holders.map((holder, i) => (
              <option key={`${holder.kind}/${holder.name}`} value={i}>
                {holderName(holder)}
              </option>
            ))}
          </select>
        </div>
      </Form>
      <div aria-live="polite">
        {told && (
          <section class={`card verdict ${told.answer.verdict}`}>
            <div class="card-head">
              <span class="badge">
                <Icon name={told.answer.verdict === "closed" ? "door-closed" : "door-open"} />
              </span>
              <h2>
                <T k={"adult.test." + told.answer.verdict} site={<span dir="ltr">{told.site}</span>} who={told.who} />
              </h2>
            </div>
            {told.answer.because && (
              <p lang="en" dir="ltr">
                {told.answer.because}
              </p>
            )}
            {told.answer.categories.length > 0 && <p>{t("adult.test.categories", { what: told.answer.categories.map(doorTitle).join(comma()) })}</p>}
            {told.answer.rule && (
              <p>
                {t("adult.test.rule")} <bdi dir="ltr">{told.answer.rule}</bdi>
              </p>
            )}
            {told.answer.change && (
              <p lang="en" dir="ltr">
                {told.answer.change}
              </p>
            )}
            {told.answer.remedy && (
              <p lang="en" dir="ltr" class="hint">
                {told.answer.remedy}
              </p>
            )}
          </section>
        )}
      </div>
    </>
  );
}
