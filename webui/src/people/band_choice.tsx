// SPDX-License-Identifier: Apache-2.0
// The age band: cards with a picture of how wide the doors stand.
import { Choice } from "../components/choice";
import type { IconName } from "../components/icon";
import { has, t, textOf } from "../language";
import { catalog } from "../state";

export const CHILD_BANDS = ["under-10", "10-12", "13-15", "16-17"] as const;
const HOME_BANDS = [...CHILD_BANDS, "adult", "things"];
const ICONS: Record<string, IconName> = { "under-10": "sun", "10-12": "book", "13-15": "talk", "16-17": "key", adult: "people", things: "device" };
export const bandIcon = (key: string): IconName => ICONS[key] ?? "people";

// In our own words for the bands of a home, in the catalogue's for the others.
export const bandTitle = (key: string) => (has("shared.band." + key) ? t("shared.band." + key) : textOf(catalog.value?.bands.find((band) => band.key === key)?.title) || key);

interface Props {
  value: string | null;
  onValue: (band: string) => void;
  problem?: string | null;
  bands?: readonly string[];
}

export function BandChoice({ value, onValue, problem, bands = HOME_BANDS }: Props) {
  const keys = value && !bands.includes(value) ? [...bands, value] : bands;
  return (
    <>
      <Choice
        legend={t("adult.people.age")}
        value={value}
        onValue={onValue}
        options={keys.map((key) => ({
          key,
          label: bandTitle(key),
          ...(has("adult.band-about." + key) ? { hint: t("adult.band-about." + key) } : {}),
          icon: bandIcon(key),
        }))}
      />
      {problem && (
        <p class="mistake" role="alert">
          {problem}
        </p>
      )}
    </>
  );
}
