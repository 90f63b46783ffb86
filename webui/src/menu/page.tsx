// SPDX-License-Identifier: Apache-2.0
// Every page there is, for phones, where the bar below has room for four.
import { Icon } from "../components/icon";
import { Page } from "../components/page";
import { t } from "../language";
import { href } from "../router";
import { me, signOut } from "../state";
import { pagesFor } from "../pages";

export function MenuPage() {
  return (
    <Page title={t("adult.menu")}>
      <ul class="rows">
        {pagesFor(me.value?.role ?? null).map((page) => (
          <li key={page.key}>
            <a class="row" href={page.key === "home" ? href() : href(page.key)}>
              <Icon name={page.icon} />
              <span class="strong">{t(page.title)}</span>
            </a>
          </li>
        ))}
        <li>
          <a class="row" href="/">
            <Icon name="door-open" />
            <span class="strong">{t("adult.child-page")}</span>
          </a>
        </li>
      </ul>
      <div class="actions">
        <button type="button" onClick={() => void signOut()}>
          {t("adult.sign-out")}
        </button>
      </div>
    </Page>
  );
}
