# SPDX-License-Identifier: Apache-2.0
"""Where things are: programs, made-up lists, images, scratch. Everything written lies under build/bench/ of the project."""
import json
import os
import subprocess

from harness.machine import cores
from harness.processes import Cost
from harness.servers import CATEGORY

PROJECT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
COMPILE_SECONDS = 600
RELOAD_MARK = "taken-up.reload-check.example"  # only the second list has it


class Place:
    def __init__(self, options):
        self.options = options
        self.root = os.path.join(PROJECT, "build", "bench")
        self.run = os.path.join(self.root, "run")
        sizes = "-".join(str(size) for size in options.sizes)
        self.data = os.path.join(self.root, f"data-{options.seed}-{sizes}")
        self.programs = os.path.abspath(options.programs) if options.programs else os.path.join(PROJECT, "build", "release", "bin")
        os.makedirs(self.run, exist_ok=True)

    def program(self, name):
        return os.path.join(self.programs, name)

    def build(self):
        """The release preset's darban and tools, unless a folder of programs was given."""
        if self.options.programs:
            return
        compiler_cache = [] if subprocess.run(["sh", "-c", "command -v ccache"], capture_output=True).returncode else ["-DCMAKE_CXX_COMPILER_LAUNCHER=ccache"]
        subprocess.run(["cmake", "--preset", "release", "-DDARBAN_TESTS=ON", *compiler_cache], cwd=PROJECT, check=True, stdout=subprocess.DEVNULL)
        subprocess.run(["cmake", "--build", "--preset", "release", "--target", "darban", "bench_tools"], cwd=PROJECT, check=True)

    def make_data(self):
        done = os.path.join(self.data, "done.json")
        made_with = [os.path.getmtime(self.program("bench_lists")), self.options.seed, self.options.sizes]
        if os.path.exists(done):
            with open(done, encoding="ascii") as file:
                if json.load(file) == made_with:
                    return
        os.makedirs(self.data, exist_ok=True)
        counts = [str(size) for size in self.options.sizes]
        subprocess.run([self.program("bench_lists"), self.data, str(self.options.seed), *counts], check=True, timeout=600)
        with open(done, "w", encoding="ascii") as file:
            json.dump(made_with, file)

    def list(self, size):
        return os.path.join(self.data, f"list-{size}.txt")

    def set(self, name):
        return os.path.join(self.data, f"{name}.set")

    def image(self, size):
        return os.path.join(self.run, f"lists-{size}.image")

    def first_closed(self):
        """A name that every size of the list has."""
        with open(self.set("closed"), encoding="ascii") as closed:
            return closed.readline().strip()[1:]

    def compile(self, size):
        """Runs `darban lists build` on the list of this size; what it cost."""
        return self._compile(self.list(size), self.image(size))

    def compile_changed(self, size):
        """The list with one name in a hundred gone and RELOAD_MARK added, and its image."""
        kept = self.first_closed()
        changed = os.path.join(self.run, f"changed-{size}.txt")
        with open(self.list(size), encoding="ascii") as old, open(changed, "w", encoding="ascii") as new:
            new.writelines(line for number, line in enumerate(old) if number % 100 or line.strip() == kept)
            new.write(RELOAD_MARK + "\n")
        image = os.path.join(self.run, f"changed-{size}.image")
        self._compile(changed, image)
        return changed, image

    def _compile(self, names, image):
        folder = image + ".lists"
        os.makedirs(os.path.join(folder, CATEGORY), exist_ok=True)
        link = os.path.join(folder, CATEGORY, "names.txt")
        if os.path.lexists(link):
            os.unlink(link)
        os.symlink(names, link)
        command = [self.program("darban"), "lists", "build", "--quiet", "-o", image, "--categories", os.path.join(PROJECT, "blocklists", "categories.yaml"), folder]
        return Cost(command, cores()[0], image + ".log").run(COMPILE_SECONDS)
