// SPDX-License-Identifier: Apache-2.0
// What doors are called, by their key in the household file.
import { textOf } from "../language";
import { catalog } from "../state";

const SERVICE = "service:";
export const serviceKey = (key: string) => (key.startsWith(SERVICE) ? key : SERVICE + key);

export function doorTitle(key: string): string {
  const bare = key.startsWith(SERVICE) ? key.slice(SERVICE.length) : key;
  const category = key.startsWith(SERVICE) ? undefined : catalog.value?.categories.find((one) => one.key === key);
  const service = catalog.value?.services.find((one) => one.key === bare || one.key === serviceKey(bare));
  return textOf(category?.title) || textOf(service?.title) || bare;
}
