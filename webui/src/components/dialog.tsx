// SPDX-License-Identifier: Apache-2.0
// A question over the page. The browser's own <dialog>: it keeps the focus in, closes with Escape, and gives the focus back.
import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import { t } from "../language";
import { Icon } from "./icon";

interface Props {
  title: ComponentChildren;
  onClose?: () => void; // nothing: it can not be left without an answer
  children: ComponentChildren;
}

export function Dialog({ title, onClose, children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const before = document.activeElement as HTMLElement | null;
    dialog.current?.showModal();
    return () => before?.focus?.();
  }, []);
  return (
    <dialog
      ref={dialog}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose?.();
      }}
    >
      <div class="dialog-head">
        <h2 id={id}>{title}</h2>
        {onClose && (
          <button type="button" class="icon-only" aria-label={t("adult.close")} onClick={onClose}>
            <Icon name="close" />
          </button>
        )}
      </div>
      {children}
    </dialog>
  );
}

interface AskProps {
  title: ComponentChildren;
  text?: ComponentChildren;
  yes: string;
  onYes: () => void;
  onClose: () => void;
}

// Before something that can not be taken back in one tap.
export function Sure({ title, text, yes, onYes, onClose }: AskProps) {
  return (
    <Dialog title={title} onClose={onClose}>
      {text && <p>{text}</p>}
      <div class="actions">
        <button type="button" class="main" onClick={onYes}>
          {yes}
        </button>
        <button type="button" onClick={onClose}>
          {t("adult.cancel")}
        </button>
      </div>
    </Dialog>
  );
}
