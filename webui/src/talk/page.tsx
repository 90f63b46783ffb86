// SPDX-License-Identifier: Apache-2.0
// Help & talk: a thing to say this week, what to do when a child tells something, and what darban can not do.
import { dayNumber } from "../civil";
import { Icon } from "../components/icon";
import { Page } from "../components/page";
import { t } from "../language";
import { home } from "../state";

const CARDS = 5;
const DO = 6;
const DONT = 7;
const numbers = (n: number) => Array.from({ length: n }, (_, i) => i + 1);

export function TalkPage() {
  const now = home.value?.now ?? new Date().toISOString();
  const card = (Math.floor((dayNumber(now) + 3) / 7) % CARDS) + 1; // another one each Monday
  return (
    <Page title={t("adult.talk")}>
      <section class="card weekly">
        <h2>{t("adult.talk.week")}</h2>
        <p class="big">{t("adult.talk.card." + card)}</p>
      </section>
      <h2>{t("adult.talk.help")}</h2>
      <p>{t("adult.talk.help-text")}</p>
      <p>
        <a class="button" href="/help">
          <Icon name="lifebuoy" /> <span>{t("adult.talk.help-open")}</span>
        </a>
      </p>
      <h2>{t("adult.talk.tells")}</h2>
      <h3>{t("adult.talk.do")}</h3>
      <ul class="plain-list ticks">
        {numbers(DO).map((n) => (
          <li key={n}>
            <Icon name="check" />
            <span>{t("adult.talk.do." + n)}</span>
          </li>
        ))}
      </ul>
      <h3>{t("adult.talk.dont")}</h3>
      <ul class="plain-list ticks">
        {numbers(DONT).map((n) => (
          <li key={n}>
            <Icon name="close" />
            <span>{t("adult.talk.dont." + n)}</span>
          </li>
        ))}
      </ul>
      <h2>{t("adult.talk.all")}</h2>
      <ul class="plain-list">
        {numbers(CARDS).map((n) => (
          <li key={n}>{t("adult.talk.card." + n)}</li>
        ))}
      </ul>
      <h2>{t("adult.talk.limits")}</h2>
      <p>{t("adult.limits")}</p>
    </Page>
  );
}
