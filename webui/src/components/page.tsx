// SPDX-License-Identifier: Apache-2.0
// The frame of every page: one h1, the title of the window, and the keyboard's focus on the heading when the page changes.
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";

let first = true; // on the first page of a visit, the browser's own start is the right place

export function Page({ title, children, plain = false }: { title: string; children: ComponentChildren; plain?: boolean }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (!first) heading.current?.focus();
    first = false;
  }, []);
  useEffect(() => {
    document.title = `${title} - darban`;
  }, [title]);
  return (
    <main id="main" class={plain ? "page plain" : "page"}>
      <h1 ref={heading} tabIndex={-1}>
        {title}
      </h1>
      {children}
    </main>
  );
}
