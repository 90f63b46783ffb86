# SPDX-License-Identifier: Apache-2.0
"""The results as markdown tables."""
import statistics

from harness.options import text_of_size

MIB = 1024
NO_DIFFERENCE = 1.05  # between two figures of one run


def median(values):
    values = list(values)
    return statistics.median(values) if values else float("nan")


class Report:
    def __init__(self, results):
        self.results = results
        self.main = results["options"]["main_size"]
        self.sets = results["options"]["sets"]
        self.titles = results["titles"]
        self.lines = []

    def text(self):
        self.head()
        self.goals()
        for size in self.results["rounds"]:
            self.cpu(size)
        self.speed()
        self.memory()
        self.compiling()
        self.reload()
        self.micro()
        return "\n".join(self.lines)

    def add(self, line=""):
        self.lines.append(line)

    def table(self, title, columns, rows):
        self.add(f"### {title}")
        self.add()
        self.add("| " + " | ".join(columns) + " |")
        self.add("|---" * len(columns) + "|")
        for row in rows:
            self.add("| " + " | ".join(str(cell) for cell in row) + " |")
        self.add()

    # ---- what the rounds say

    def figures(self, size, question_set, key):
        return [taken[question_set][key] for taken in self.results["rounds"].get(size, []) if key in taken.get(question_set, {})]

    def cpu_us(self, size, question_set, key):
        return median(one["cpu_us"] for one in self.figures(size, question_set, key))

    def ratio(self, size, question_set, key):
        """To the echo of the same round, the median of the rounds."""
        pairs = zip(self.figures(size, question_set, key), self.figures(size, question_set, "echo"))
        return median(one["cpu_us"] / echo["cpu_us"] for one, echo in pairs)

    def cpu_cell(self, size, question_set, key):
        figures = self.figures(size, question_set, key)
        if not figures:
            return "-"
        cell = f"{self.cpu_us(size, question_set, key):.2f}"
        if key != "echo" and "echo" in self.titles:
            cell += f" ({self.ratio(size, question_set, key):.2f} x)"
        wrong, answers, lost = (sum(one[what] for one in figures) for what in ("wrong", "answers", "lost"))
        notes = [f"{wrong} of {answers} wrong"] if wrong else []
        return cell + "".join(f"; {note}" for note in notes + ([f"{lost} lost"] if lost else []))

    # ---- sections

    def head(self):
        everything = [one for rounds in self.results["rounds"].values() for taken in rounds for figures in taken.values() for one in figures.values()]
        others, stolen = median(one["others"] for one in everything), median(one["stolen"] for one in everything)
        self.add(f"{self.results['date']}; {self.results['machine']}. {len(everything)} figures of {self.results['options']['seconds']} s; meanwhile others used {others:.0%} of a core (median) and the hypervisor took {stolen:.0%}.")
        for key, why in self.results.get("left_out", {}).items():
            self.add(f"Left out: {key}: {why}.")
        self.add()

    def cpu(self, size):
        rows = [[title] + [self.cpu_cell(size, question_set, key) for question_set in self.sets] for key, title in self.titles.items()]
        rounds = len(self.results["rounds"][size])
        self.table(f"CPU microseconds a question, {text_of_size(size)} names (x the echo of the same round; medians of {rounds})", ["server"] + self.sets, rows)

    def speed(self):
        rows = []
        for key, title in self.titles.items():
            cells = []
            for question_set in self.sets:
                figures = self.figures(self.main, question_set, key)
                cells.append(f"{median(one['qps'] for one in figures) / 1000:.1f}k ({median(one['core_used'] for one in figures):.2f})")
            half = self.results.get("half_load", {}).get(key)
            rows.append([title] + cells + [f"{half['p50_us']:.0f} us at {half['qps'] / 1000:.1f}k" if half else "-"])
        self.table("Most questions a second on one core (how much of the core that took), and the median wait at half of it", ["server"] + self.sets + ["half load"], rows)

    def memory(self):
        rows = []
        for size, starts in self.results["starts"].items():
            for key, start in starts.items():
                now, later = start["memory_kib"], start.get("after_load_kib", {})
                check = start.get("check")
                rows.append(
                    [f"{self.titles[key]}, {text_of_size(size)}", f"{start['seconds']:.3f}", f"{now['Rss'] / MIB:.1f} / {now['Pss'] / MIB:.1f} / {now['Anonymous'] / MIB:.1f}"]
                    + [f"{later['Rss'] / MIB:.1f} / {later['Pss'] / MIB:.1f} / {later['Anonymous'] / MIB:.1f}" if later else "-"]
                    + [f"{check['open']:.1%} / {check['under_closed']:.1%}" if check else "-"]
                )
        columns = ["server, names", "start to first right answer, s", "RSS / PSS / anonymous MiB", "the same after the load", "right: open / under a listed name"]
        self.table("Start and memory", columns, rows)

    def compiling(self):
        rows = []
        for size, cost in self.results["lists"].items():
            rows.append([text_of_size(size), f"{cost['seconds']:.2f}", f"{cost['core_seconds']:.2f}", f"{cost['peak_kib'] / MIB:.0f}", f"{cost['octets'] / 2**20:.2f}", f"{cost['octets'] / size:.2f}"])
        if rows:
            self.table("darban lists build", ["names", "s", "core s", "peak MiB", "image MiB", "octets a name"], rows)

    def reload(self):
        rows = []
        for key, swap in (self.results.get("reload") or {}).items():
            if not swap:
                continue
            during, before = swap["during"], swap["before"]
            taken_up = f"{swap['seconds']:.3f}" if swap["seconds"] is not None else "never"
            rows.append([self.titles[key], taken_up, f"{during['lost']} of {during['sent']}", during["wrong"], f"{during['longest_us'] / 1000:.1f} ({before['longest_us'] / 1000:.1f})", during["slower_than_10ms"], f"{swap['waited'] * 1000:.0f}", f"{swap['peak_kib'] / MIB:.1f}"])
        if rows:
            columns = ["server", "taken up after s", "lost", "wrong", "longest wait ms (before)", "slower than 10 ms", "waited for its core ms", "peak RSS MiB"]
            self.table(f"The {text_of_size(self.main)} list is swapped at 1,000 questions/s", columns, rows)

    def micro(self):
        micro = self.results.get("micro")
        if micro:
            rows = [[case["name"], f"{case['ns']:.0f}", f"{case['fastest_ns']:.0f}", f"{case['allocations']:.3f}"] for case in micro["cases"]]
            self.table(f"Without sockets, {micro['names']:,} names: nanoseconds and allocations an operation", ["step", "ns, median", "ns, fastest", "allocations"], rows)

    # ---- the budgets of decisions.md 13 that this run measures

    def goals(self):
        if "darban" not in self.titles or "echo" not in self.titles:
            return
        rows = []

        def goal(what, wanted, value, met, shown):
            if value == value:  # not NaN
                rows.append([what, wanted, shown, "met" if met else "not met"])

        cached, closed, missed, mixed = (self.ratio(self.main, one, "darban") if one in self.sets else float("nan") for one in ("cached", "closed", "missed", "mixed"))
        goal("cached", "<= 1.25 x the echo", cached, cached <= 1.25, f"{cached:.2f} x")
        goal("closed", "<= cached", closed - cached, closed <= cached * NO_DIFFERENCE, f"{closed:.2f} x")
        goal("missed", "<= 4 x the echo", missed, missed <= 4, f"{missed:.2f} x")
        goal("mixed", "<= 2.5 x the echo", mixed, mixed <= 2.5, f"{mixed:.2f} x")
        for size, most in ((1_000_000, 16), (5_000_000, 48)):
            start = self.results["starts"].get(size, {}).get("darban")
            if start:
                before, after = start["memory_kib"]["Rss"] / MIB, start.get("after_load_kib", {}).get("Rss", 0) / MIB
                goal(f"RSS, {text_of_size(size)} names", f"<= {most} MiB", before, max(before, after) <= most, f"{before:.1f} MiB, after the load {after:.1f}")
        cost = self.results["lists"].get(1_000_000)
        if cost:
            goal("octets a name", "<= 8", cost["octets"], cost["octets"] <= 8_000_000, f"{cost['octets'] / 1e6:.2f}")
            goal("compile 1m", "< 1 s", cost["seconds"], cost["seconds"] < 1, f"{cost['seconds']:.2f} s ({cost['core_seconds']:.2f} s of a core)")
        start = self.results["starts"][self.main]["darban"]["seconds"]
        goal("start to first closed answer", "< 0.1 s", start, start < 0.1, f"{start:.3f} s")
        swap = (self.results.get("reload") or {}).get("darban")
        if swap:
            goal("list swap under load", "0 lost", 0.0, swap["during"]["lost"] == 0 and swap["seconds"] is not None, f"{swap['during']['lost']} lost")
        self.table(f"darban and its budgets (decisions.md 13), {text_of_size(self.main)} names", ["what", "goal", "measured", ""], rows)
