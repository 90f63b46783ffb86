// SPDX-License-Identifier: Apache-2.0
// Whose rules a page shows: links, one for each person, room, and for the devices nobody named.
import type { Holder } from "../household";
import { t } from "../language";
import { href } from "../router";

export const holderName = (holder: Holder) => (holder.kind === "guest" ? t("adult.guest") : holder.name);
export const holderPath = (holder: Holder) => (holder.kind === "room" ? ["room", holder.name] : holder.kind === "guest" ? ["guest"] : ["person", holder.name]);

export function holderAt(parts: string[], holders: Holder[]): Holder | null {
  const [kind, name] = parts;
  if (!kind) return holders[0] ?? null;
  return holders.find((one) => one.kind === kind && (kind === "guest" || one.name === name)) ?? null;
}

export function HolderTabs({ holders, chosen, page }: { holders: Holder[]; chosen: Holder | null; page: string }) {
  return (
    <nav class="tabs" aria-label={t("adult.whose")}>
      <ul>
        {holders.map((holder) => {
          const here = chosen !== null && holder.kind === chosen.kind && holder.name === chosen.name;
          return (
            <li key={`${holder.kind}/${holder.name}`}>
              <a href={href(page, ...holderPath(holder))} aria-current={here ? "page" : undefined}>
                <bdi>{holderName(holder)}</bdi>
              </a>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
