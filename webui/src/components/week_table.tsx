// SPDX-License-Identifier: Apache-2.0
// A week as a table that is also a picture: each day a row, its bar drawn to scale, and the same in words beside it. Patterns tell the modes apart
// where colours do not.
import type { ComponentChildren } from "preact";
import { MINUTES_A_DAY, timeText, weekday } from "../civil";
import { dayName, t, T } from "../language";
import type { Edge, Mode } from "../types";
import { weekRows, type Segment } from "../week";

const midnight = (minute: number) => (minute === MINUTES_A_DAY ? "24:00" : timeText(minute));

function Bar({ segments }: { segments: Segment[] }) {
  return (
    <svg class="bar" viewBox={`0 0 ${MINUTES_A_DAY} 40`} preserveAspectRatio="none" aria-hidden="true" focusable="false">
      {segments.map((part) => (
        <g key={part.from} class={`mode-${part.mode}`}>
          <rect x={part.from} y={0} width={part.to - part.from} height={40} />
          {(part.mode === "bedtime" || part.mode === "off") && <rect class="mark" x={part.from} y={part.mode === "off" ? 14 : 28} width={part.to - part.from} height={12} />}
        </g>
      ))}
      {[6, 12, 18].map((hour) => (
        <line key={hour} x1={hour * 60} x2={hour * 60} y1={0} y2={40} />
      ))}
    </svg>
  );
}

export function WeekTable({ edges, caption, today }: { edges: Edge[]; caption: ComponentChildren; today?: number }) {
  const rows = weekRows(edges);
  const modes = [...new Set(rows.flatMap((row) => row.segments.map((part) => part.mode)))] as Mode[];
  return (
    <>
      <table class="week">
        <caption>{caption}</caption>
        <thead class="unseen">
          <tr>
            <th scope="col">{t("adult.times.day")}</th>
            <th scope="col">{t("adult.times.what")}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const told = row.segments.filter((part) => part.mode !== "free");
            return (
              <tr key={row.day} class={row.day === today ? "today" : ""}>
                <th scope="row">
                  {dayName(weekday(row.day))}
                  {row.day === today && <span class="unseen"> ({t("adult.times.today")})</span>}
                </th>
                <td>
                  <Bar segments={row.segments} />
                  <ul class="spans">
                    {told.length === 0 && <li>{t("shared.mode.free")}</li>}
                    {told.map((part) => (
                      <li key={part.from}>
                        <T k="adult.times.span" mode={t("shared.mode." + part.mode)} start={midnight(part.from)} end={midnight(part.to)} />
                        {part.exception && (
                          <>
                            {" "}
                            (<bdi>{part.exception}</bdi>)
                          </>
                        )}
                      </li>
                    ))}
                  </ul>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <ul class="legend" aria-hidden="true">
        {modes.map((mode) => (
          <li key={mode}>
            <svg viewBox="0 0 24 24" class="swatch" focusable="false">
              <g class={`mode-${mode}`}>
                <rect width="24" height="24" />
                {(mode === "bedtime" || mode === "off") && <rect class="mark" y={mode === "off" ? 8 : 16} width="24" height="8" />}
              </g>
            </svg>
            {t("shared.mode." + mode)}
          </li>
        ))}
      </ul>
    </>
  );
}
