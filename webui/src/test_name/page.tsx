// SPDX-License-Identifier: Apache-2.0
// Test a name: would it open, for whom, and why. Nothing is looked up and nothing is kept.
import { useState } from "preact/hooks";
import { api } from "../api";
import { siteOf } from "../edits";
import { Field } from "../components/field";
import { Form, useSending } from "../components/form";
import { holderName, holderPath } from "../components/holder_tabs";
import { Icon } from "../components/icon";
import { Page } from "../components/page";
import { fieldProblem } from "../components/problem";
import { WithHousehold } from "../components/with_household";
import { doorTitle } from "../doors/titles";
import { holdersOf, type Holder, type Household } from "../household";
import { comma, t, T, whenWords } from "../language";
import { href } from "../router";
import { home } from "../state";
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
  const [told, setTold] = useState<{ site: string; holder: Holder; answer: Tested } | null>(null);
  const send = async () => {
    const name = siteOf(site);
    setMistake(name ? null : t("adult.sites.no-site"));
    if (!name) return;
    setTold(null);
    await sending.run(async () => {
      const answer = (await api.post<Tested>("/test", { site: name, who: wordOf(who) })).data;
      setTold({ site: name, holder: holders[who]!, answer });
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
        {told && <Verdict {...told} />}
      </div>
    </>
  );
}

// What it is and what to do, in the reader's language; how darban itself puts it, for who writes the file, is English and one tap away.
function Verdict({ site, holder, answer }: { site: string; holder: Holder; answer: Tested }) {
  const own = [answer.because, answer.rule, answer.change, answer.remedy].filter(Boolean);
  return (
    <section class={`card verdict ${answer.verdict}`}>
      <div class="card-head">
        <span class="badge">
          <Icon name={answer.verdict === "closed" ? "door-closed" : "door-open"} />
        </span>
        <h2>
          <T k={"adult.test." + answer.verdict} site={<span dir="ltr">{site}</span>} who={holderName(holder)} />
        </h2>
      </div>
      {answer.reason && <p>{t("adult.why." + answer.reason)}</p>}
      {answer.categories.length > 0 && <p>{t("adult.test.categories", { what: answer.categories.map(doorTitle).join(comma()) })}</p>}
      {answer.changes && (
        <p>
          <T k={answer.verdict === "closed" ? "adult.test.opens" : "adult.test.closes"} when={whenWords(answer.changes, home.value?.now ?? null)} />
        </p>
      )}
      <p>
        <a href={href("doors", ...holderPath(holder))}>
          <T k="adult.test.doors" who={holderName(holder)} />
        </a>
      </p>
      <details class="behind">
        <summary>{t("adult.test.own-words")}</summary>
        {own.map((words) => (
          <p key={words} lang="en" dir="ltr">
            {words}
          </p>
        ))}
      </details>
    </section>
  );
}
