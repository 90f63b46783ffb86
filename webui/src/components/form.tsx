// SPDX-License-Identifier: Apache-2.0
// A form that waits for the daemon, keeps what was typed when it fails, and says why.
import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { asProblem, type Problem } from "../api";
import type { Edit } from "../edits";
import { t } from "../language";
import { save, type Renamed } from "../save";
import { ProblemNote } from "./problem";

export interface Sending {
  busy: boolean;
  problem: Problem | null;
  // Runs `work`; true when it went well. A problem stays in `problem` until the next try.
  run: (work: () => Promise<unknown>) => Promise<boolean>;
  edit: (edit: Edit, done: string, renamed?: Renamed) => Promise<boolean>;
  clear: () => void;
}

export function useSending(): Sending {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const run = async (work: () => Promise<unknown>) => {
    setBusy(true);
    try {
      await work();
      setProblem(null);
      return true;
    } catch (thrown) {
      setProblem(asProblem(thrown));
      return false;
    } finally {
      setBusy(false);
    }
  };
  const edit = async (change: Edit, done: string, renamed?: Renamed) => {
    setBusy(true);
    const outcome = await save(change, done, renamed);
    setBusy(false);
    setProblem(outcome.ok ? null : outcome.problem);
    return outcome.ok;
  };
  return { busy, problem, run, edit, clear: () => setProblem(null) };
}

interface Props {
  sending: Sending;
  onSend: () => void;
  submit: string;
  children: ComponentChildren;
  onCancel?: (() => void) | undefined;
  more?: ComponentChildren;
}

export function Form({ sending, onSend, submit, children, onCancel, more }: Props) {
  const form = useRef<HTMLFormElement>(null);
  // What a field says already is not said a second time below.
  const [told, setTold] = useState(false);
  useLayoutEffect(() => setTold(form.current?.querySelector(".mistake") != null));
  return (
    <form
      ref={form}
      onSubmit={(event) => {
        event.preventDefault();
        if (!sending.busy) onSend();
      }}
    >
      {children}
      {sending.problem && !(told && sending.problem.pointer) && <ProblemNote problem={sending.problem} />}
      <div class="actions">
        <button type="submit" class="main" aria-busy={sending.busy}>
          {submit}
        </button>
        {onCancel && (
          <button type="button" onClick={onCancel}>
            {t("adult.cancel")}
          </button>
        )}
        {more}
      </div>
    </form>
  );
}
