// SPDX-License-Identifier: Apache-2.0
// Small drawings of our own, in lines of the text's colour. They repeat what words beside them say, so screen readers pass them by.

const DRAWINGS = {
  home: "M4 11l8-7 8 7M6 10v10h4v-6h4v6h4V10",
  people: "M9 11a3.5 3.5 0 100-7 3.5 3.5 0 000 7zM2.5 20c.4-4 3-6 6.500-6s6.100 2 6.500 6M16 4.500a3.200 3.200 0 010 6.300M17.500 14.300c2.300.7 3.700 2.600 4 5.700",
  clock: "M12 21a9 9 0 100-18 9 9 0 000 18zM12 7v5l3.500 2",
  "door-closed": "M6 21V4h12v17M3 21h18M14.500 12.500v.5",
  "door-open": "M6 21V4h12v17M3 21h18M6 4l7 3v16l-7-2M10.500 13.500v.5",
  hand: "M7 12.500V6.500a1.500 1.500 0 013 0V11 4.500a1.500 1.500 0 013 0V11 5.500a1.500 1.500 0 013 0V12 8.500a1.500 1.500 0 013 0V15c0 4-2.600 6.500-6.300 6.500-3 0-4.600-1.400-6-4L4.600 14a1.500 1.500 0 012.400-1.500z",
  chart: "M4 20h16M7 17v-5M12 17V6M17 17v-8",
  check: "M5 12.500l4.500 4.500L19 7",
  pencil: "M4 20l1-4L16 5l3 3L8 19zM14 7l3 3",
  lifebuoy: "M12 21a9 9 0 100-18 9 9 0 000 18zM12 15.500a3.500 3.500 0 100-7 3.500 3.500 0 000 7zM5.700 5.700l3.800 3.800M14.500 14.500l3.800 3.800M18.300 5.700l-3.800 3.800M9.500 14.500l-3.800 3.800",
  device: "M8 3h8a1 1 0 011 1v16a1 1 0 01-1 1H8a1 1 0 01-1-1V4a1 1 0 011-1zM11 18h2",
  search: "M11 18a7 7 0 100-14 7 7 0 000 14zM16 16l4.500 4.500",
  gear: "M12 15a3 3 0 100-6 3 3 0 000 6zM12 3v3M12 18v3M3 12h3M18 12h3M5.600 5.600l2.200 2.200M16.200 16.200l2.200 2.200M18.400 5.600l-2.200 2.200M7.800 16.200l-2.200 2.200",
  menu: "M4 7h16M4 12h16M4 17h16",
  moon: "M19.500 14.500A8 8 0 119.500 4.500a6.500 6.500 0 0010 10z",
  plate: "M14 20a6 6 0 100-12 6 6 0 000 12zM4 4v6a2 2 0 004 0V4M6 4v16",
  book: "M12 6.500C10 5 7 4.500 4 5v13.500c3-.5 6 0 8 1.500 2-1.500 5-2 8-1.500V5c-3-.5-6 0-8 1.500zM12 6.500V20",
  school: "M3 9l9-5 9 5-9 5zM7 11.500V17c3 2 7 2 10 0v-5.500M21 9v6",
  sun: "M12 16.500a4.500 4.500 0 100-9 4.500 4.500 0 000 9zM12 2.500v2M12 19.500v2M2.500 12h2M19.500 12h2M5.300 5.300l1.400 1.400M17.300 17.300l1.400 1.400M18.700 5.300l-1.400 1.400M6.700 17.300l-1.400 1.400",
  plus: "M12 5v14M5 12h14",
  minus: "M5 12h14",
  close: "M6 6l12 12M18 6L6 18",
  talk: "M4 5h16v11h-8l-5 4v-4H4z",
  alert: "M12 4l9 16H3zM12 10v4M12 17v.3",
  undo: "M9 7L4 12l5 5M4 12h10a6 6 0 016 6",
  key: "M8 16a4 4 0 100-8 4 4 0 000 8zM12 12h9M18 12v3M15 12v2",
} as const;
export type IconName = keyof typeof DRAWINGS;

// Arrows follow the way of reading; moons, clocks and plates do not.
const TURNS: IconName[] = ["undo"];

export function Icon({ name }: { name: IconName }) {
  return (
    <svg class={TURNS.includes(name) ? "icon turns" : "icon"} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={DRAWINGS[name]} />
    </svg>
  );
}
