// SPDX-License-Identifier: Apache-2.0
// What /api/v1 answers and takes. Moments are local civil time of the household ("2027-03-09T21:00:00", no offset).

export type Role = "owner" | "parent" | "helper" | "teacher" | "maintainer" | "auditor";
export type Mode = "free" | "homework" | "school" | "bedtime" | "off";
export type Moment = string;

export interface Me {
  setup: boolean; // the first owner is still to be made
  login: boolean;
  role: Role | null;
  name: string | null;
  language: string | null;
  token: string | null;
  totp: boolean;
  rooms: string[]; // of a teacher: where they give
}

export interface OwnDevice {
  person: string | null; // whose device asks; null: a guest's
  label: string | null;
  fresh: { mac: string; private: boolean } | null; // nobody has named it yet
}

export interface Person {
  name: string;
  band: string;
  kind: "person" | "room" | "guest";
  mode: Mode;
  paused: boolean;
  all_open: boolean;
  until: Moment | null;
  ends_in: number | null;
  next: Mode | null;
  devices: number;
  requests: number;
  grants: number[];
}

export interface Grant {
  id: number;
  who: { kind: "everyone" | "person" | "room" | "device"; name?: string; owner?: string };
  what: "pause" | "open_all" | "mode" | "service" | "site";
  mode?: Mode;
  door?: "open" | "close";
  key?: string;
  from: Moment;
  until: Moment;
  ends_in: number;
  by: string;
  note: string;
}

export interface FileProblem {
  what: string;
  file?: string;
  line?: number;
  column?: number;
}

export interface Home {
  time_known: boolean;
  now: Moment | null; // nothing while the clock is not to be trusted
  zone: string;
  problems: FileProblem[];
  new_devices: number;
  requests: number;
  people: Person[];
  rooms: Person[];
  grants: Grant[];
}

export interface Edge {
  at: Moment;
  mode: Mode;
  exception?: string;
}

export interface GrantWish {
  kind: "pause" | "bonus" | "open_all" | "mode" | "allow" | "close";
  who: string[];
  what?: string;
  mode?: Mode;
  minutes?: number;
  until?: string;
  confirmed?: boolean;
  note?: string;
}

// Why a grant is not given; what it does not say is empty or 0.
export interface GrantRefusal {
  fault: string; // the end of a key
  subject: string;
  choices: string[];
  most: number; // seconds
  left: number;
  number: number;
}

export interface Preview {
  problems: FileProblem[];
  notes: FileProblem[];
  week: Edge[];
  sentences: string[];
}

export interface Edition {
  number: number;
  saved: Moment;
  by: string | null;
  size: number;
}

export type Texts = Record<string, string | null>; // by language
export interface Band {
  key: string;
  title: Texts;
}
export type Risk = "content" | "contact" | "conduct" | "consumer" | "security" | "bypass" | "none";
export interface Category {
  key: string;
  group: string;
  risk: Risk;
  title: Texts;
  about: Texts;
  closed_for: string[];
}
export interface Service {
  key: string; // "service:tiktok" or "tiktok"
  title: Texts;
  category: string | null;
  also: Texts;
}
export interface Catalog {
  bands: Band[];
  categories: Category[];
  services: Service[];
}

export interface NewDevice {
  mac: string;
  private: boolean;
  noticed: string | null;
}
export interface KnownDevice {
  label: string;
  macs: number;
  private_macs: number;
}
export interface Devices {
  new: NewDevice[];
  more: boolean;
  people: { name: string; devices: KnownDevice[] }[];
}

export interface Tested {
  verdict: "open" | "closed" | "safe";
  reason: string; // the end of a key; empty: it is not closed
  because: string;
  rule: string;
  remedy: string;
  change: string; // in words
  changes?: Moment; // when time opens or closes it
  mode: Mode | null;
  categories: string[];
}

export interface Count {
  form: "hidden" | "none" | "few" | "about";
  about?: number;
}
export type DayCounts = { day: string } & Record<string, Count | string>;
export interface Numbers {
  released: string | null; // the newest day there is
  without_age_doors: boolean;
  days: DayCounts[];
  health: { day: string; cache_hits: Count; upstream_errors: Count; lists_built: string | null }[];
}
export interface WeekCounts {
  monday: string;
  groups: Record<string, Count>;
}

export interface Change {
  at: Moment;
  by: string;
  concerns: string | null;
  setting: string;
  was: string | null;
  became: string | null;
}

export interface ChildRequest {
  id: number;
  person: string;
  what: "site" | "time" | "school" | "unknown";
  site?: string;
  site_ascii?: string;
  note: string;
  reason: string;
  because: string;
  asked: Moment;
}

export interface Session {
  id: number;
  label: string;
  created: string | null;
  used: string | null; // a day
  current: boolean;
}
export interface Account {
  id: number;
  name: string;
  role: Role;
  language: string;
  totp: boolean;
  created: string | null;
  rooms: string[];
  me: boolean;
}
export interface Token {
  id: number;
  label: string;
  scopes: string; // with blanks between
  created: string | null;
  ends: string | null;
}
