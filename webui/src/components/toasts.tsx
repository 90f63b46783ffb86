// SPDX-License-Identifier: Apache-2.0
// The live region is always there, or a screen reader would not notice what appears in it.
import { t } from "../language";
import { dismiss, toasts } from "../toast";
import { Icon } from "./icon";

export function Toasts() {
  return (
    <div class="toasts" role="status" aria-live="polite">
      {toasts.value.map((toast) => (
        <div key={toast.id} class={`toast ${toast.kind}`}>
          <Icon name={toast.kind === "done" ? "check" : "alert"} />
          <p>{toast.text}</p>
          {toast.action && (
            <button
              type="button"
              class="quiet"
              onClick={() => {
                toast.action?.run();
                dismiss(toast.id);
              }}
            >
              {toast.action.label}
            </button>
          )}
          <button type="button" class="icon-only" aria-label={t("adult.close")} onClick={() => dismiss(toast.id)}>
            <Icon name="close" />
          </button>
        </div>
      ))}
    </div>
  );
}
