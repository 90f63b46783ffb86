// SPDX-License-Identifier: Apache-2.0
// How a mode is drawn.
import type { IconName } from "./components/icon";
import type { Mode } from "./types";

export const MODES: readonly Mode[] = ["free", "homework", "school", "bedtime", "off"];
export const MODE_ICONS: Record<Mode, IconName> = { free: "sun", homework: "book", school: "school", bedtime: "moon", off: "door-closed" };
