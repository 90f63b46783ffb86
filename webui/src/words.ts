// SPDX-License-Identifier: Apache-2.0
// A message and what stands in it: `{name}`, and `{n, plural, one {# site} other {# sites}}` with # for the number. That much of ICU and no more,
// because the daemon reads the same files for the children's pages (locales/README.md). There is no escape: a message holds no brace of its own.

export type Piece = string | { value: string };
type Node = string | { value: string } | { plural: string; forms: Map<string, Node[]> };

export class BadMessage extends Error {}

export function parse(message: string): Node[] {
  const reader = { text: message, at: 0 };
  const nodes = readNodes(reader);
  if (reader.at < message.length) throw new BadMessage(`a } without its {: ${message}`);
  return nodes;
}

interface Reader {
  text: string;
  at: number;
}

function readNodes(reader: Reader): Node[] {
  const nodes: Node[] = [];
  while (reader.at < reader.text.length && reader.text[reader.at] !== "}") {
    if (reader.text[reader.at] === "{") {
      nodes.push(readHole(reader));
      continue;
    }
    const brace = reader.text.slice(reader.at).search(/[{}]/);
    const end = brace < 0 ? reader.text.length : reader.at + brace;
    nodes.push(reader.text.slice(reader.at, end));
    reader.at = end;
  }
  return nodes;
}

function take(reader: Reader, pattern: RegExp): string {
  const found = pattern.exec(reader.text.slice(reader.at));
  if (!found || found.index !== 0) throw new BadMessage(`not understood from letter ${reader.at}: ${reader.text}`);
  reader.at += found[0].length;
  return found[1] ?? "";
}

function readHole(reader: Reader): Node {
  const name = take(reader, /^\{\s*([a-z][a-z-]*)\s*/);
  if (reader.text[reader.at] === "}") {
    reader.at++;
    return { value: name };
  }
  take(reader, /^,\s*plural\s*,\s*/);
  const forms = new Map<string, Node[]>();
  while (reader.text[reader.at] !== "}") {
    const form = take(reader, /^(zero|one|two|few|many|other)\s*\{/);
    forms.set(form, readNodes(reader));
    take(reader, /^\}\s*/);
  }
  reader.at++;
  if (!forms.has("other")) throw new BadMessage(`a plural needs other: ${reader.text}`);
  return { plural: name, forms };
}

// `rule` says the plural form of a number in the language of the message.
export function fill(message: string, values: Record<string, unknown>, rule: (n: number) => string): Piece[] {
  const pieces: Piece[] = [];
  const walk = (nodes: Node[], number: string | null) => {
    for (const node of nodes) {
      if (typeof node === "string") pieces.push(number === null ? node : node.replace(/#/g, number));
      else if ("value" in node) pieces.push({ value: node.value });
      else walk(node.forms.get(rule(Number(values[node.plural]))) ?? node.forms.get("other")!, String(values[node.plural]));
    }
  };
  walk(parse(message), null);
  return pieces;
}

// Every value a message has a place for: two languages of one key must agree on them.
export function holes(message: string): string[] {
  const found = new Set<string>();
  const walk = (nodes: Node[]) => {
    for (const node of nodes) {
      if (typeof node === "string") continue;
      if ("value" in node) found.add(node.value);
      else {
        found.add(node.plural);
        for (const form of node.forms.values()) walk(form);
      }
    }
  };
  walk(parse(message));
  return [...found].sort();
}
