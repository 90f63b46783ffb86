// SPDX-License-Identifier: Apache-2.0
// Where the page stands: #/people/Ali is ["people", "Ali"]. A hash, because the daemon serves one shell and phones keep it in the address bar.
import { signal } from "@preact/signals";

const partsOf = (hash: string) =>
  hash
    .replace(/^#\/?/, "")
    .split("/")
    .filter(Boolean)
    .map((part) => {
      try {
        return decodeURIComponent(part);
      } catch {
        return part;
      }
    });

export const route = signal<string[]>(partsOf(location.hash));
export const href = (...parts: string[]) => `#/${parts.map(encodeURIComponent).join("/")}`;
export const go = (...parts: string[]) => {
  location.hash = href(...parts);
};
export const replace = (...parts: string[]) => {
  history.replaceState(null, "", href(...parts));
  route.value = parts;
};

export function followAddress() {
  addEventListener("hashchange", () => {
    route.value = partsOf(location.hash);
  });
}
