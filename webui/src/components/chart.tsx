// SPDX-License-Identifier: Apache-2.0
// Bars for counts that are not exact on purpose: none, a few, about 10, 20, 30. The table with the same rows stands behind each picture.
import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import { numberWords, t } from "../language";
import type { Count } from "../types";

export function countWords(count: Count | undefined): string {
  if (!count || count.form === "hidden") return t("shared.count.hidden");
  if (count.form === "about") return t("shared.count.about", { n: numberWords(count.about ?? 0) });
  return t("shared.count." + count.form);
}

const FEW = 5; // drawn in the middle of what "a few" may be
const heightOf = (count: Count | undefined) => (count?.form === "about" ? (count.about ?? 0) : count?.form === "few" ? FEW : 0);

export interface Series {
  title: string;
  bars: { label: string; count: Count | undefined }[];
}

const WIDTH = 320;
const HEIGHT = 96;

export function Chart({ title, bars }: Series) {
  const id = useId();
  if (bars.every((bar) => heightOf(bar.count) === 0)) return <p class="hint">{countWords(bars[bars.length - 1]?.count)}</p>;
  const most = Math.max(10, ...bars.map((bar) => heightOf(bar.count)));
  const step = WIDTH / Math.max(1, bars.length);
  const last = bars[bars.length - 1];
  return (
    <figure class="chart">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT + 4}`} role="img" aria-labelledby={id}>
        <title id={id}>{t("adult.numbers.chart", { what: title, latest: last ? countWords(last.count) : t("shared.count.hidden") })}</title>
        <line x1="0" x2={WIDTH} y1={HEIGHT} y2={HEIGHT} />
        {bars.map((bar, i) => {
          const height = (heightOf(bar.count) / most) * (HEIGHT - 6);
          return <rect key={bar.label} class={bar.count?.form === "few" ? "few" : ""} x={i * step + step * 0.15} y={HEIGHT - height} width={step * 0.7} height={height} />;
        })}
      </svg>
      {last && bars[0] !== last && (
        <figcaption class="ends" aria-hidden="true">
          <span>{bars[0]?.label}</span>
          <span>{last.label}</span>
        </figcaption>
      )}
    </figure>
  );
}

export function CountTable({ caption, first, series }: { caption: ComponentChildren; first: string; series: Series[] }) {
  const rows = series[0]?.bars ?? [];
  return (
    <details class="behind">
      <summary>{t("adult.numbers.table")}</summary>
      <div class="scroll" role="region" aria-label={t("adult.numbers.table")} tabIndex={0}>
        <table class="counts">
          <caption>{caption}</caption>
          <thead>
            <tr>
              <th scope="col">{first}</th>
              {series.map((one) => (
                <th key={one.title} scope="col">
                  {one.title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, i) => (
              <tr key={row.label}>
                <th scope="row">{row.label}</th>
                {series.map((one) => (
                  <td key={one.title}>{countWords(one.bars[i]?.count)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
