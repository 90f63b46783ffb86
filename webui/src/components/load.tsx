// SPDX-License-Identifier: Apache-2.0
// Something a page needs from the daemon: while it comes, when it does not come, and again when the daemon says that it changed.
import type { ComponentChildren } from "preact";
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { asProblem, type Problem } from "../api";
import { t } from "../language";
import { onTopic, signInAgain, type Topic } from "../state";
import { useSignalEffect } from "@preact/signals";
import { ProblemNote } from "./problem";

export interface Loaded<T> {
  data: T | null;
  problem: Problem | null;
  reload: () => void;
}

export function useLoad<T>(ask: () => Promise<T>, again: unknown[] = [], topics: Topic[] = []): Loaded<T> {
  const [state, setState] = useState<{ data: T | null; problem: Problem | null }>({ data: null, problem: null });
  const turn = useRef(0);
  const reload = useCallback(() => {
    const mine = ++turn.current;
    ask().then(
      (data) => mine === turn.current && setState({ data, problem: null }),
      (thrown) => mine === turn.current && setState((before) => ({ data: before.data, problem: asProblem(thrown) })),
    );
  }, again);
  useEffect(() => {
    setState({ data: null, problem: null });
    reload();
    const stops = topics.map((topic) => onTopic(topic, reload));
    return () => {
      turn.current++;
      stops.forEach((stop) => stop());
    };
  }, again);
  const wasOut = useRef(false);
  useSignalEffect(() => {
    if (!signInAgain.value && wasOut.current) reload();
    wasOut.current = signInAgain.value;
  });
  return { ...state, reload };
}

// The page's part that needs it. What was there stays while something newer does not come.
export function Loading<T>({ from, children }: { from: Loaded<T>; children: (data: T) => ComponentChildren }) {
  return (
    <>
      {from.problem && <ProblemNote problem={from.problem} again={from.reload} />}
      {from.data !== null ? children(from.data) : !from.problem && <p class="wait">{t("adult.wait")}</p>}
    </>
  );
}
