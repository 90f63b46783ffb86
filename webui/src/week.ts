// SPDX-License-Identifier: Apache-2.0
// A person's week, from the edges the daemon computed: rows to draw and read, and the sentence that says when the next closed time is.
import { dateText, dayNumber, minuteOf, MINUTES_A_DAY, timeOf } from "./civil";
import type { Edge, Mode, Moment } from "./types";

export interface Segment {
  from: number; // minute of the day
  to: number; // not part of it; 1440 is midnight
  mode: Mode;
  exception?: string;
}
export interface Row {
  day: number; // days since 1970-01-01
  segments: Segment[];
}

export const isClosed = (mode: Mode) => mode === "bedtime" || mode === "off";

const minutesSince = (moment: Moment, day: number) => (dayNumber(moment) - day) * MINUTES_A_DAY + (minuteOf(timeOf(moment)) ?? 0);

// Seven rows from the first edge on. Edges are in order; each counts until the next.
export function weekRows(edges: Edge[]): Row[] {
  const first = edges[0];
  if (!first) return [];
  const monday = dayNumber(first.at);
  const rows: Row[] = Array.from({ length: 7 }, (_, i) => ({ day: monday + i, segments: [] }));
  edges.forEach((edge, i) => {
    const next = edges[i + 1];
    const end = next ? Math.min(minutesSince(next.at, monday), 7 * MINUTES_A_DAY) : 7 * MINUTES_A_DAY;
    for (let at = Math.max(0, minutesSince(edge.at, monday)); at < end; ) {
      const row = Math.floor(at / MINUTES_A_DAY);
      const until = Math.min(end, (row + 1) * MINUTES_A_DAY);
      add(rows[row]!, { from: at - row * MINUTES_A_DAY, to: until - row * MINUTES_A_DAY, mode: edge.mode, ...(edge.exception ? { exception: edge.exception } : {}) });
      at = until;
    }
  });
  return rows;
}

function add(row: Row, segment: Segment) {
  const last = row.segments[row.segments.length - 1];
  if (last && last.to === segment.from && last.mode === segment.mode && last.exception === segment.exception) last.to = segment.to;
  else row.segments.push(segment);
}

export type Outlook =
  | { kind: "always-open" }
  | { kind: "always-closed" }
  | { kind: "closed-now"; opens: Moment | null }
  | { kind: "closes"; at: Moment; opens: Moment | null };

// From now on. An edge that only turns one closed mode into another is none for the family. Behind the last edge the week comes round.
export function outlook(edges: Edge[], now: Moment): Outlook {
  const closed = (edge: Edge) => isClosed(edge.mode);
  const open = (edge: Edge) => !isClosed(edge.mode);
  if (!edges.some(closed)) return { kind: "always-open" };
  if (!edges.some(open)) return { kind: "always-closed" };
  const round = [...edges, ...edges.map((edge) => ({ ...edge, at: inAWeek(edge.at) }))];
  const firstAfter = (at: Moment, what: (edge: Edge) => boolean) => round.find((edge) => edge.at > at && what(edge))?.at ?? null;
  const today = edges.filter((edge) => edge.at <= now).pop();
  if (today && closed(today)) return { kind: "closed-now", opens: firstAfter(now, open) };
  const at = firstAfter(now, closed);
  return at === null ? { kind: "always-open" } : { kind: "closes", at, opens: firstAfter(at, open) };
}

function inAWeek(moment: Moment): Moment {
  return dateText(dayNumber(moment) + 7) + moment.slice(10);
}
