// SPDX-License-Identifier: Apache-2.0
// Which pages there are and whose they are (decisions.md 12). The daemon decides; here a page that would only refuse is not offered.
import type { IconName } from "./components/icon";
import type { Role } from "./types";

export interface PageEntry {
  key: string;
  title: string;
  icon: IconName;
  roles: readonly Role[];
  bar?: true; // in the bar at the bottom of a phone
}

const ALL: readonly Role[] = ["owner", "parent", "helper", "teacher", "maintainer", "auditor"];
const FAMILY: readonly Role[] = ["owner", "parent"];
const READERS: readonly Role[] = ["owner", "parent", "auditor"];

const PAGES: readonly PageEntry[] = [
  { key: "home", title: "adult.home", icon: "home", roles: ["owner", "parent", "helper", "teacher", "auditor"], bar: true },
  { key: "requests", title: "adult.requests", icon: "hand", roles: FAMILY, bar: true },
  { key: "people", title: "adult.people", icon: "people", roles: READERS, bar: true },
  { key: "times", title: "adult.times", icon: "clock", roles: READERS },
  { key: "doors", title: "adult.doors", icon: "door-open", roles: READERS },
  { key: "devices", title: "adult.devices", icon: "device", roles: READERS },
  { key: "numbers", title: "adult.numbers", icon: "chart", roles: READERS },
  { key: "checkup", title: "adult.checkup", icon: "check", roles: ["owner", "parent", "auditor"] },
  { key: "changes", title: "adult.changes", icon: "pencil", roles: READERS },
  { key: "test", title: "adult.test", icon: "search", roles: READERS },
  { key: "talk", title: "adult.talk", icon: "talk", roles: ALL },
  { key: "settings", title: "adult.settings", icon: "gear", roles: ALL },
];

export const pagesFor = (role: Role | null) => PAGES.filter((page) => role !== null && page.roles.includes(role));
