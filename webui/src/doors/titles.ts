// SPDX-License-Identifier: Apache-2.0
// What doors are called, by their key in the household file.
import { has, language, t, textOf } from "../language";
import { catalog } from "../state";

const SERVICE = "service:";
export const serviceKey = (key: string) => (key.startsWith(SERVICE) ? key : SERVICE + key);

export function doorTitle(key: string): string {
  const bare = key.startsWith(SERVICE) ? key.slice(SERVICE.length) : key;
  const category = key.startsWith(SERVICE) ? undefined : catalog.value?.categories.find((one) => one.key === key);
  const service = catalog.value?.services.find((one) => one.key === bare || one.key === serviceKey(bare));
  const titles = category?.title ?? service?.title;
  // Where the lists at hand do not say it in this language, the page's own words do, for darban's own lists.
  const ours = ["shared.category.", "shared.service."].map((family) => family + bare).find(has);
  return titles?.[language.value] || (ours ? t(ours) : textOf(titles)) || bare;
}
