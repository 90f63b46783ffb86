// SPDX-License-Identifier: Apache-2.0
// Light, dark, or as the device has it. The style sheet does the rest by an attribute of the root.
import { signal } from "@preact/signals";
import { remember, remembered } from "./language";

export type Theme = "device" | "light" | "dark";
const KEPT = "darban.theme";
const known = (text: string | null): Theme => (text === "light" || text === "dark" ? text : "device");

export const theme = signal<Theme>("device");

export function setTheme(next: Theme, keep = true) {
  theme.value = next;
  if (next === "device") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = next;
  if (keep) remember(KEPT, next);
}
export const startTheme = () => setTheme(known(remembered(KEPT)), false);
