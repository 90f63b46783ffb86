// SPDX-License-Identifier: Apache-2.0
// "Ali: closed tonight 21:00, opens Tuesday 06:30." In the reader's language, from the edges the daemon computed.
import { t, T, whenWords } from "../language";
import type { Edge, Moment } from "../types";
import { outlook } from "../week";

export function OutlookSentence({ who, edges, now }: { who: string; edges: Edge[]; now: Moment }) {
  const next = outlook(edges, now);
  return (
    <p class="outlook">
      {next.kind === "always-open" && <T k="adult.outlook.always-open" who={who} />}
      {next.kind === "always-closed" && <T k="adult.outlook.always-closed" who={who} />}
      {next.kind === "closed-now" && <T k="adult.outlook.closed-now" who={who} opens={next.opens ? whenWords(next.opens, now) : ""} />}
      {next.kind === "closes" && <T k="adult.outlook.closes" who={who} at={whenWords(next.at, now)} opens={next.opens ? whenWords(next.opens, now) : ""} />} {next.kind !== "always-open" && t("adult.outlook.help")}
    </p>
  );
}
