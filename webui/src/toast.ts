// SPDX-License-Identifier: Apache-2.0
// Short news at the edge of the page, read aloud by screen readers. It stays until it is read: 12 seconds, longer where there is something to press.
import { signal } from "@preact/signals";

export interface Toast {
  id: number;
  text: string;
  kind: "done" | "trouble";
  action?: { label: string; run: () => void };
}

export const toasts = signal<Toast[]>([]);
let last = 0;

export function dismiss(id: number) {
  toasts.value = toasts.value.filter((toast) => toast.id !== id);
}

export function say(text: string, kind: Toast["kind"] = "done", action?: Toast["action"]) {
  const toast: Toast = { id: ++last, text, kind, ...(action ? { action } : {}) };
  toasts.value = [...toasts.value.slice(-2), toast];
  if (kind === "done") setTimeout(() => dismiss(toast.id), action ? 30_000 : 12_000);
}
