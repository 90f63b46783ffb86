// SPDX-License-Identifier: Apache-2.0
// Pages about the rules start here: the household and the catalogue of doors, fresh, or why they are not there.
import type { ComponentChildren } from "preact";
import type { Household } from "../household";
import { catalog, household, loadCatalog, loadHousehold } from "../state";
import type { Catalog } from "../types";
import { Loading, useLoad } from "./load";

export function WithHousehold({ children }: { children: (household: Household, catalog: Catalog) => ComponentChildren }) {
  const loaded = useLoad(async () => {
    await Promise.all([loadHousehold(), loadCatalog()]);
    return true;
  });
  return <Loading from={loaded}>{() => (household.value && catalog.value ? children(household.value.value, catalog.value) : null)}</Loading>;
}
