// SPDX-License-Identifier: Apache-2.0
// The frame around every page: a skip link, the way home, the pages this person may see, and news at the edge.
import type { ComponentType } from "preact";
import { Toasts } from "./components/toasts";
import { Icon } from "./components/icon";
import { Page } from "./components/page";
import { ProblemNote } from "./components/problem";
import { ChangesPage } from "./changes/page";
import { CheckupPage } from "./checkup/page";
import { DevicesPage } from "./devices/page";
import { DoorsPage } from "./doors/page";
import { HomePage } from "./home/page";
import { t } from "./language";
import { LoginDialog, LoginPage } from "./login/page";
import { MenuPage } from "./menu/page";
import { NumbersPage } from "./numbers/page";
import { pagesFor } from "./pages";
import { PeoplePage } from "./people/page";
import { RequestsPage } from "./requests/page";
import { href, route } from "./router";
import { SettingsPage } from "./settings/page";
import { SetupPage } from "./setup/page";
import { starting, startProblem, start } from "./start";
import { home, me, signInAgain } from "./state";
import { TalkPage } from "./talk/page";
import { TestPage } from "./test_name/page";
import { TimesPage } from "./times/page";

const VIEWS: Record<string, ComponentType> = {
  home: HomePage,
  people: PeoplePage,
  times: TimesPage,
  doors: DoorsPage,
  numbers: NumbersPage,
  checkup: CheckupPage,
  changes: ChangesPage,
  requests: RequestsPage,
  talk: TalkPage,
  devices: DevicesPage,
  test: TestPage,
  settings: SettingsPage,
  menu: MenuPage,
};

const firstPage = () => pagesFor(me.value?.role ?? null)[0]?.key ?? "talk";

function Missing() {
  return (
    <Page title={t("adult.missing")}>
      <p>
        <a href={href()}>{t("adult.home")}</a>
      </p>
    </Page>
  );
}

function Navigation({ here }: { here: string }) {
  const pages = pagesFor(me.value?.role ?? null);
  const asks = home.value?.requests ?? 0;
  const fresh = home.value?.new_devices ?? 0;
  const link = (key: string, title: string, icon: Parameters<typeof Icon>[0]["name"], onlyBar = false, inBar = false) => {
    const count = key === "requests" ? asks : key === "devices" ? fresh : 0;
    return (
      <li key={key} class={`${onlyBar ? "only-bar" : ""} ${inBar ? "in-bar" : ""}`}>
        <a href={key === "home" ? href() : href(key)} aria-current={here === key ? "page" : undefined}>
          <Icon name={icon} />
          <span>{t(title)}</span>
          {count > 0 && (
            <span class="count">
              {count} <span class="unseen">{t("adult.waiting")}</span>
            </span>
          )}
        </a>
      </li>
    );
  };
  return (
    <nav class="main-nav" aria-label={t("adult.pages")}>
      <ul>
        {pages.map((page) => link(page.key, page.title, page.icon, false, page.bar))}
        {link("menu", "adult.menu", "menu", true, true)}
      </ul>
    </nav>
  );
}

export function App() {
  if (starting.value)
    return (
      <main class="page plain" aria-busy="true">
        <h1>darban</h1>
        {startProblem.value && <ProblemNote problem={startProblem.value} again={() => void start()} />}
      </main>
    );
  const who = me.value;
  const [asked = ""] = route.value;
  const inSetup = who?.setup || (who?.login && asked === "setup");
  if (inSetup || !who?.login)
    return (
      <>
        {inSetup ? <SetupPage /> : <LoginPage />}
        <Toasts />
      </>
    );
  const here = asked === "" ? firstPage() : asked;
  const View = VIEWS[here] ?? Missing;
  return (
    <div class="shell">
      <a class="skip" href="#main" onClick={(event) => (event.preventDefault(), document.querySelector<HTMLElement>("h1")?.focus())}>
        {t("adult.skip")}
      </a>
      <header class="top">
        <a class="brand" href={href()}>
          <Icon name="door-open" />
          <span>{t("adult.brand")}</span>
        </a>
        <a class="help" href={href("talk")}>
          <Icon name="lifebuoy" />
          <span>{t("adult.help")}</span>
        </a>
      </header>
      <Navigation here={here} />
      <View key={route.value.join("/")} />
      <Toasts />
      {signInAgain.value && <LoginDialog />}
    </div>
  );
}
