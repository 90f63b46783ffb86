// SPDX-License-Identifier: Apache-2.0
// Numbers: of the house by day, of a person by week where the band allows it; rough on purpose, and never before the next morning.
import { useState } from "preact/hooks";
import { api, Problem } from "../api";
import { Chart, CountTable, countWords, type Series } from "../components/chart";
import { Sure } from "../components/dialog";
import { useSending } from "../components/form";
import { Loading, useLoad } from "../components/load";
import { Page } from "../components/page";
import { ProblemNote } from "../components/problem";
import { dateWords, dayWords, has, t, T } from "../language";
import { href, route } from "../router";
import { home, loadHome, mayGuard } from "../state";
import { say } from "../toast";
import type { Count, DayCounts, Numbers, WeekCounts } from "../types";

export function NumbersPage() {
  const name = route.value[1];
  return (
    <Page title={t("adult.numbers")}>
      <People chosen={name} />
      {name === undefined ? <OfTheHouse /> : <OfPerson key={name} name={name} />}
      <p class="hint">{t("adult.numbers.meaning")}</p>
    </Page>
  );
}

// Of whom there can be numbers: children at home, and rooms of a school, which are no pupil's own.
const CHILDREN = ["under-10", "10-12", "13-15", "16-17"];
const ROOM = "room ";
const counted = (): string[] => [
  ...(home.value?.people ?? []).filter((one) => mayGuard() && CHILDREN.includes(one.band)).map((one) => one.name),
  ...(home.value?.rooms ?? []).filter((one) => one.kind === "room" && (one.band.startsWith("pupil") || CHILDREN.includes(one.band))).map((one) => ROOM + one.name),
];
const shortName = (who: string) => (who.startsWith(ROOM) ? who.slice(ROOM.length) : who);

function People({ chosen }: { chosen: string | undefined }) {
  const loaded = useLoad(async () => (await loadHome(), true));
  const people = loaded.data ? counted() : [];
  return (
    <nav class="tabs" aria-label={t("adult.whose")}>
      <ul>
        <li>
          <a href={href("numbers")} aria-current={chosen === undefined ? "page" : undefined}>
            {t("adult.numbers.house")}
          </a>
        </li>
        {people.map((who) => (
          <li key={who}>
            <a href={href("numbers", who)} aria-current={chosen === who ? "page" : undefined}>
              <bdi>{shortName(who)}</bdi>
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

// "scams & malware", "closed-by-time": the words of the daemon as keys of ours.
const slug = (key: string) => key.toLowerCase().replace(/[^a-z0-9]+/g, "-");
const titleOf = (key: string) => (has("shared.numbers.row." + slug(key)) ? t("shared.numbers.row." + slug(key)) : key);

const isCount = (value: unknown): value is Count => typeof value === "object" && value !== null && "form" in value;

function seriesOf(rows: { label: string; counts: Record<string, unknown> }[]): Series[] {
  const keys = [...new Set(rows.flatMap((row) => Object.keys(row.counts).filter((key) => isCount(row.counts[key]))))];
  return keys.map((key) => ({ title: titleOf(key), bars: rows.map((row) => ({ label: row.label, count: row.counts[key] as Count | undefined })) }));
}

function OfTheHouse() {
  const loaded = useLoad(async () => (await api.get<Numbers>("/numbers")).data);
  return (
    <Loading from={loaded}>
      {(numbers) => {
        const days = [...numbers.days].sort((one, other) => one.day.localeCompare(other.day));
        const rows = days.map((day: DayCounts) => ({ label: dayWords(day.day), counts: day }));
        if (rows.length === 0) return <p>{t("adult.numbers.nothing-yet")}</p>;
        const series = seriesOf(rows);
        const last = days[days.length - 1]!;
        return (
          <>
            <h2>
              <T k="adult.numbers.of" date={dateWords(last.day)} />
            </h2>
            {numbers.without_age_doors && <p>{t("adult.numbers.no-age-doors")}</p>}
            <Facts series={series} />
            {series.map((one) => (
              <section key={one.title}>
                <h3>{one.title}</h3>
                <Chart {...one} />
              </section>
            ))}
            <CountTable caption={t("adult.numbers.house-days")} first={t("adult.numbers.day")} series={series} />
          </>
        );
      }}
    </Loading>
  );
}

function Facts({ series }: { series: Series[] }) {
  return (
    <dl class="facts">
      {series.map((one) => (
        <div key={one.title}>
          <dt>{one.title}</dt>
          <dd>{countWords(one.bars[one.bars.length - 1]?.count)}</dd>
        </div>
      ))}
    </dl>
  );
}

// What can not be undone is asked twice. Also of who alone sees their numbers: wiping shows nothing.
function StartFresh({ name, onDone }: { name: string; onDone: () => void }) {
  const [sure, setSure] = useState(false);
  const fresh = useSending();
  const wipe = () => fresh.run(() => api.remove(`/numbers/${encodeURIComponent(name)}`));
  return (
    <>
      {fresh.problem && <ProblemNote problem={fresh.problem} />}
      <div class="actions">
        <button type="button" onClick={() => setSure(true)}>
          {t("adult.numbers.fresh")}
        </button>
      </div>
      {sure && (
        <Sure
          title={t("adult.numbers.fresh")}
          text={<T k="adult.numbers.fresh-text" who={name} />}
          yes={t("adult.numbers.fresh")}
          onClose={() => setSure(false)}
          onYes={() => {
            setSure(false);
            void wipe().then((done) => {
              if (!done) return;
              say(t("adult.numbers.fresh-done"));
              onDone();
            });
          }}
        />
      )}
    </>
  );
}

function OfPerson({ name }: { name: string }) {
  const loaded = useLoad(async () => {
    try {
      return (await api.get<{ weeks: WeekCounts[] }>(`/numbers/${encodeURIComponent(name)}`)).data.weeks;
    } catch (thrown) {
      if (thrown instanceof Problem && thrown.status === 403) return "theirs" as const;
      throw thrown;
    }
  }, [name]);
  return (
    <>
      <Loading from={loaded}>{(weeks) => (weeks === "theirs" ? <Theirs name={name} /> : <Weeks name={name} weeks={weeks} />)}</Loading>
      {loaded.data !== null && mayGuard() && !name.startsWith(ROOM) && <StartFresh name={name} onDone={loaded.reload} />}
    </>
  );
}

const Theirs = ({ name }: { name: string }) => (
  <p class="note">
    <span>
      <T k="adult.numbers.theirs" who={name} />
    </span>
  </p>
);

function Weeks({ name, weeks }: { name: string; weeks: WeekCounts[] }) {
  const sorted = [...weeks].sort((one, other) => one.monday.localeCompare(other.monday));
  const series = seriesOf(sorted.map((week) => ({ label: dayWords(week.monday), counts: week.groups })));
  const last = sorted[sorted.length - 1];
  if (!last) return <p>{t("adult.numbers.nothing-yet")}</p>;
  return (
    <>
      <h2>
        <T k="adult.numbers.week" date={dateWords(last.monday)} />
      </h2>
      <p>{t("adult.numbers.moments")}</p>
      <Facts series={series} />
      {series.map((one) => (
        <section key={one.title}>
          <h3>{one.title}</h3>
          <Chart {...one} />
        </section>
      ))}
      <CountTable caption={<T k="adult.numbers.person-weeks" who={shortName(name)} />} first={t("adult.numbers.week-from")} series={series} />
    </>
  );
}
