#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The lints' own test: each refuses the bad snippets below, at the right line, and accepts the good ones."""
import os
import tempfile
import unittest

import doors
import formats
import layers
import locales
import log_calls
import one_type
import paths
import source_tree
import spdx
import words

SPDX = "// SPDX-License-Identifier: Apache-2.0\n"


class Snippets(unittest.TestCase):
    def complaints(self, lint, **files):
        """The lint's complaints about a tree with these files; `src__base__x_h` is src/base/x.h."""
        with tempfile.TemporaryDirectory() as folder:
            for key, text in files.items():
                place = os.path.join(folder, self.path_of(key))
                os.makedirs(os.path.dirname(place), exist_ok=True)
                with open(place, "w", encoding="utf-8") as file:
                    file.write(text)
            return [c for c in lint.check(source_tree.Tree(folder)) if not c.path.endswith(".txt")]

    @staticmethod
    def path_of(key):
        path = key.replace("__", "/")
        stem, _, ending = path.rpartition("_")
        return f"{stem}.{ending}"

    def refuses(self, lint, key, text, line):
        found = self.complaints(lint, **{key: text})
        self.assertEqual([(c.path, c.line) for c in found], [(self.path_of(key), line)], [str(c) for c in found])

    def accepts(self, lint, key, text):
        self.assertEqual([str(c) for c in self.complaints(lint, **{key: text})], [])



class Locales(Snippets):
    META = '"$meta": {"lang": "%s", "dir": "ltr", "name": "X", "plural": "one"}'

    def language(self, tag, *rows):
        return "{\n" + ",\n".join([self.META % tag, *rows]) + "\n}\n"

    def found(self, english, urdu=None, page='say("child.a")'):
        files = {"webui__locales__en_json": self.language("en", *english), "src__page__x_cc": SPDX + page + "\n"}
        if urdu is not None:
            files["webui__locales__ur_json"] = self.language("ur", *urdu)
        return [(c.path.rsplit("/", 1)[-1], c.line) for c in self.complaints(locales, **files)]

    def test_languages_that_say_the_same_are_accepted(self):
        row = '"child.a": "{n, plural, one {# door of {name}} other {# doors of {name}}}"'
        self.assertEqual(self.found([row], [row]), [])

    def test_a_missing_key_an_odd_one_and_other_placeholders_are_refused(self):
        self.assertEqual(self.found(['"child.a": "x"'], []), [("ur.json", 0)])
        self.assertEqual(self.found(['"child.a": "x"'], ['"child.a": "x"', '"child.b": "x"']), [("ur.json", 4)])
        self.assertEqual(self.found(['"child.a": "x {n}"'], ['"child.a": "x {m}"']), [("ur.json", 3)])
        self.assertEqual(self.found(['"child.a": "x {n}"'], ['"child.a": "{n, plural, other {x}}"']), [("ur.json", 3)])

    def test_empty_text_broken_messages_and_unsorted_keys_are_refused(self):
        self.assertEqual(self.found(['"child.a": " "']), [("en.json", 3)])
        for message in ("{", "}", "{A}", "{a, plural, one {x}}", "{a, plural, other {{b, plural, other {x}}}}"):
            self.assertEqual(self.found([f'"child.a": "{message}"']), [("en.json", 3)], message)
        self.assertEqual(self.found(['"child.b": "x"', '"child.a": "x"'], page='say("child.a", "child.b")'), [("en.json", 0)])

    def test_an_arm_that_the_language_does_not_have_is_refused(self):
        self.assertEqual(self.found(['"child.a": "{n, plural, few {x} other {y}}"']), [("en.json", 3)])

    def test_long_sentences_and_words_of_blame_are_refused(self):
        self.assertEqual(self.found(['"child.a": "' + "word " * 15 + 'word."']), [("en.json", 3)])
        self.assertEqual(self.found(['"child.a": "' + "word " * 14 + 'word. One more."']), [])
        self.assertEqual(self.found(['"child.a": "A Suspicious thing"']), [("en.json", 3)])

    def test_a_key_of_no_page_and_a_page_without_its_key_are_refused(self):
        self.assertEqual(self.found(['"child.a": "x"'], page=""), [("en.json", 3)])
        self.assertEqual(self.found(['"child.a": "x"'], page='say("child.a", "child.b")'), [("x.cc", 2)])
        self.assertEqual(self.found(['"child.day.1": "x"'], page='find("child.day.", n)'), [])

    def test_words_for_a_sentence_that_the_daemon_says_no_more_are_refused(self):
        page = 'say("adult.told."); fault("That is not it.")'
        self.assertEqual(self.found(['"adult.told.that-is-not-it": "x"'], page=page), [])
        self.assertEqual(self.found(['"adult.told.that-was-not-it": "x"'], page=page), [("en.json", 3)])

    def test_a_language_nobody_brought_words_for_is_refused(self):
        files = {"webui__locales__en_json": self.language("en", '"child.a": "x"'), "webui__locales__fr_json": self.language("fr", '"child.a": "x"')}
        found = self.complaints(locales, src__page__x_cc=SPDX + 'say("child.a")\n', **files)
        self.assertEqual([(c.path, c.line) for c in found], [("webui/locales/fr.json", 2)])


class Layers(Snippets):
    def test_a_lower_layer_may_not_include_a_higher_one(self):
        self.refuses(layers, "src__dns__name_cc", SPDX + '#include "dns/name.h"\n#include "engine/engine.h"\n', 3)
        self.refuses(layers, "src__base__log_h", '#include "dns/name.h"\n', 1)
        self.refuses(layers, "src__lists__compiler_cc", '#  include "config/settings.h"\n', 1)

    def test_a_higher_layer_may_include_a_lower_one(self):
        self.accepts(layers, "src__engine__engine_cc", '#include "policy/policy.h"\n#include <vector>\n')
        self.accepts(layers, "src__lists__formats__hosts_cc", '#include "lists/format.h"\n#include "dns/name.h"\n')

    def test_the_engine_may_not_read_a_clock_take_a_lock_or_open_a_socket(self):
        for header in ("<mutex>", "<ctime>", "<fstream>", "<sys/socket.h>", "<unistd.h>"):
            self.refuses(layers, "src__engine__cache_cc", f"#include {header}\n", 1)
        self.accepts(layers, "src__net__worker_cc", "#include <sys/socket.h>\n#include <mutex>\n")

    def test_a_library_stays_behind_its_file(self):
        self.refuses(layers, "src__config__settings_cc", "#include <yaml-cpp/yaml.h>\n", 1)
        self.accepts(layers, "src__config__yaml_cc", "#include <yaml-cpp/yaml.h>\n")
        self.refuses(layers, "src__net__loop_h", "#include <uv.h>\n", 1)
        self.accepts(layers, "src__net__loop_cc", "#include <uv.h>\n")
        self.refuses(layers, "src__dns__name_cc", "#include <fmt/format.h>\n", 1)

    def test_an_unknown_library_is_refused(self):
        self.refuses(layers, "src__app__daemon_cc", "#include <boost/asio.hpp>\n", 1)
        self.refuses(layers, "src__app__daemon_cc", "#include <sqlite3.h>\n", 1)

    def test_relative_includes_and_unknown_folders_are_refused(self):
        self.refuses(layers, "src__dns__name_cc", '#include "name.h"\n', 1)
        self.refuses(layers, "src__dns__name_cc", '#include "dns/../base/log.h"\n', 1)
        self.refuses(layers, "src__dns__name_cc", '#include "dns/registry.cc"\n', 1)
        self.refuses(layers, "src__utils__x_cc", "", 0)


class Doors(Snippets):
    def test_every_way_out_is_seen(self):
        for code in (
            'printf("x");', 'fprintf(stderr, "x");', 'std::fprintf(stderr, "x");', 'dprintf(1, "x");', "std::cout << 1;", "std::cerr << 1;",
            'syslog(3, "x");', 'std::ofstream out("x");', 'std::fopen("x", "w");', "std::ostream& operator<<(std::ostream&, Name);",
            "#include <fmt/ranges.h>", "#include <fmt/ostream.h>", "#include <spdlog/fmt/bin_to_hex.h>", "#include <spdlog/fmt/ostr.h>",
            "ConfigText::from_operator(x);", 'std::puts("x");', 'fmt::print("x");', "::write(1, x, 2);",
            "template <> struct fmt::formatter<Name> {};", 'perror("x");',
            "CountStore counts(*house.database());", 'house.database()->prepare("SELECT number FROM moments");', 'database.run("x");',
        ):
            with self.subTest(code):
                self.refuses(doors, "src__dns__name_cc", SPDX + code + "\n", 2)

    def test_comments_strings_and_likenesses_are_not_doors(self):
        for code in (
            "// printf(\n", "/* std::cout */\n", 'const char* x = "std::cerr";\n', "std::snprintf(x, 2, y);\n", "a <<= 2;\n", "b = a << 2;\n",
            "file.write(octets);\n", "ByteWriter::write(x);\n", "detail::write(level);\n", "#include <fmt/format.h>\n", "const int x = 1'000'000;\n",
        ):
            with self.subTest(code):
                self.accepts(doors, "src__dns__name_cc", code)

    def test_a_raw_string_does_not_hide_what_follows(self):
        self.refuses(doors, "src__dns__name_cc", 'auto x = R"(")";\nstd::puts("y");\n', 2)


class LogCalls(Snippets):
    def test_a_sentence_with_more_or_fewer_places_than_arguments_is_refused(self):
        for code in ('log::info("{} {}", 1);', 'log::warn("none", 1);', 'log::error("{}"\n " {}", f(1, 2));', 'log::debug("{{}} {}");'):
            self.refuses(log_calls, "src__net__loop_cc", SPDX + code + "\n", 2)

    def test_nested_calls_and_joined_literals_are_counted_right(self):
        for code in ('log::info("{} {}", f(1, 2), x[i, j]);', 'log::info("none");', 'log::warn("{} "\n "{}", \',\', Text("a, b"));', "log::Level level;"):
            self.accepts(log_calls, "src__net__loop_cc", code)


class Formats(Snippets):
    ROW = SPDX + 'constexpr std::array<ListFormat, 1> kFormats{{\n    {"odd", Scope::exact, odd_speaks, parse_odd},\n}};\n'
    WHOLE = {
        "src__lists__formats__odd_cc": "void parse_odd(ListReading& in) {}\n",
        "tests__unit__lists__odd_test_cc": '"odd"',
        "tests__fuzz__corpus__list_odd__seed_txt": "x",
    }

    def test_a_row_with_everything_beside_it_is_accepted(self):
        self.assertEqual(self.complaints(formats, src__lists__format_cc=self.ROW, **self.WHOLE), [])

    def test_a_row_without_parser_test_or_seeds_is_refused(self):
        for missing in self.WHOLE:
            rest = {key: text for key, text in self.WHOLE.items() if key != missing}
            found = self.complaints(formats, src__lists__format_cc=self.ROW, **rest)
            self.assertEqual([(c.path, c.line) for c in found], [("src/lists/format.cc", 3)], missing)

    def test_a_parser_without_a_row_is_refused(self):
        found = self.complaints(formats, src__lists__format_cc=self.ROW, src__lists__formats__new_cc="void parse_new(ListReading& in) {}\n", **self.WHOLE)
        self.assertEqual([c.path for c in found], ["src/lists/formats/new.cc"])

    LEASE_ROW = SPDX + 'constexpr T kFormats{{\n    {"odd", Absence::is_over, odd_leases_speak, parse_odd_leases},\n}};\n'
    LEASE_WHOLE = {
        "src__leases__formats__odd_cc": "void parse_odd_leases(LeaseReading& in) {}\n",
        "tests__unit__leases__odd_test_cc": '"odd"',
        "tests__fuzz__corpus__leases_odd__seed_txt": "x",
    }

    def test_the_table_of_lease_files_is_held_to_the_same(self):
        self.assertEqual(self.complaints(formats, src__leases__format_cc=self.LEASE_ROW, **self.LEASE_WHOLE), [])
        for missing in self.LEASE_WHOLE:
            rest = {key: text for key, text in self.LEASE_WHOLE.items() if key != missing}
            found = self.complaints(formats, src__leases__format_cc=self.LEASE_ROW, **rest)
            self.assertEqual([(c.path, c.line) for c in found], [("src/leases/format.cc", 3)], missing)


class OneType(Snippets):
    def test_two_files_may_not_define_one_name(self):
        files = {"src__a__x_h": "namespace darban {\nstruct Finding {\n};\n}\n", "src__b__y_h": "namespace darban {\n\nenum class Finding : char { a };\n}\n"}
        found = self.complaints(one_type, **files)
        self.assertEqual([(c.path, c.line) for c in found], [("src/b/y.h", 3)])

    def test_other_namespaces_nameless_ones_and_declarations_are_no_second_type(self):
        files = {
            "src__a__x_h": "namespace darban {\nstruct Finding {\n};\n}\n",
            "src__b__y_h": "namespace darban::gateway {\nstruct Finding {\n};\n}\n",
            "src__c__z_cc": "namespace darban {\nnamespace {\nvoid f() {\n}\nstruct Finding {\n};\n}  // namespace\n}\n",
            "src__d__w_h": "namespace darban {\nstruct Finding;\nstruct Policy::Finding {\n};\n}\n",
        }
        self.assertEqual(self.complaints(one_type, **files), [])


class Everywhere(Snippets):
    def test_a_source_without_a_licence_line_is_refused(self):
        self.refuses(spdx, "src__dns__name_cc", "// hello\n", 1)
        self.refuses(spdx, "tests__lint__x_py", "#!/usr/bin/env python3\n'''hello'''\n", 1)
        self.accepts(spdx, "tests__lint__x_py", "#!/usr/bin/env python3\n# SPDX-License-Identifier: Apache-2.0\n")
        self.accepts(spdx, "src__dns__name_cc", SPDX)

    def test_the_older_term_is_refused_however_it_is_spelt(self):
        for reversed_words in ("yhpargonroP dlihC", "yhpargonrop-dlihc", "yhpargonrop\ndlihc", "nrop_dlihc"):
            self.refuses(words, "README_md", "one\n" + reversed_words[::-1] + "\n", 2)
        self.accepts(words, "README_md", "CSAM and CSEM\n")

    def test_a_place_on_one_machine_is_refused(self):
        for place in ("/wo" "rk/main", "/ro" "ot/.bashrc", '"/ho' 'me/ali"', "/tmp/bu" "ild-x"):
            self.refuses(paths, "README_md", f"see {place}\n", 1)
        self.accepts(paths, "README_md", "http://darban.home/ and docs/work/ and framework, /etc/darban\n")


if __name__ == "__main__":
    unittest.main()
