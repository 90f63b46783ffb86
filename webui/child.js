// SPDX-License-Identifier: Apache-2.0
// All that a script adds to the children's pages; everything works without it. The card "Now" of My rules is fetched anew each
// minute while somebody looks, and "Leave this page quickly" leaves no step back in this tab.
"use strict";

const exit = document.getElementById("exit");
if (exit) {
  const leave = (event) => {
    event?.preventDefault();
    document.body.hidden = true;
    window.location.replace(exit.href);
  };
  exit.addEventListener("click", leave);
  // Escape pressed three times within two seconds, for hands that are on a keyboard.
  let pressed = [];
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    pressed = [...pressed.filter((at) => event.timeStamp - at < 2000), event.timeStamp];
    if (pressed.length >= 3) leave();
  });
}

if (document.getElementById("now")) {
  setInterval(async () => {
    if (document.hidden) return;
    try {
      const answer = await fetch("/", { cache: "no-store" });
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const now = page.getElementById("now");
      if (now) document.getElementById("now").replaceWith(now);
    } catch {
      // darban is away: what stands there is a minute old at most, and the next minute asks again
    }
  }, 60000);
}
