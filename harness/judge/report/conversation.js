// SPDX-License-Identifier: MIT
// Draws conversations. Octets come as text with escapes ("\r\n"); marks count its characters.

const escapes = /(\\(?:[rnt\\]|x[0-9a-f]{2}))/;
// Longer texts are folded, except around what is marked.
const longest = 1200;
const around = 160;

// el("p", {class: "quiet"}, "text", node ...)
function el(name, attributes, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes || {})) {
    if (typeof value === "function") node.addEventListener(key, value);
    else if (value === true) node.setAttribute(key, "");
    else if (value !== false && value !== null && value !== undefined) node.setAttribute(key, value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

// One stretch of text, escapes dimmed; a line of its own for each line that was sent.
function piece(text) {
  const out = document.createDocumentFragment();
  text.split(escapes).forEach((part, index) => {
    if (part === "") return;
    out.append(index % 2 ? el("span", {class: "escape"}, part) : part);
    if (part === "\\n") out.append("\n");
  });
  return out;
}

// [begin, end) pairs in order, those that touch made one.
function merged(ranges) {
  const out = [];
  for (const [begin, end] of [...ranges].sort((a, b) => a[0] - b[0] || a[1] - b[1])) {
    const last = out[out.length - 1];
    if (last && begin <= last[1] && begin < end) last[1] = Math.max(last[1], end);
    else out.push([begin, end]);
  }
  return out;
}

function marked(characters, begin, end, marks, out) {
  let at = begin;
  for (const [from, to] of marks) {
    if (from < at || from > end || (from === end && from < to)) continue;
    out.append(piece(characters.slice(at, from).join("")));
    at = Math.min(to, end);
    out.append(el("mark", {title: "what is meant"}, piece(characters.slice(from, at).join(""))));
  }
  out.append(piece(characters.slice(at, end).join("")));
}

// Where lines begin.
function line_starts(characters) {
  const out = [0];
  for (let at = 0; at < characters.length; ++at) {
    if (characters[at] !== "\\") continue;
    ++at;  // an escaped backslash begins no escape
    if (characters[at] === "n" && at + 1 < characters.length) out.push(at + 1);
  }
  return out;
}

// What is shown at first: all, or of much text what is marked, or of many lines the outermost.
function windows(characters, marks, most_lines) {
  const length = characters.length;
  const starts = line_starts(characters);
  if (!marks.length && starts.length > most_lines) {
    return merged([[0, Math.min(starts[1], longest)],
                   [Math.max(starts[starts.length - 1], length - longest), length]]);
  }
  if (length <= longest) return [[0, length]];
  const wanted = marks.map(([from, to]) => [Math.max(0, from - around), Math.min(length, to + around)]);
  return merged([[0, 2 * around], ...wanted, [length - around, length]]);
}

function octets(text, ranges, most_lines) {
  const characters = Array.from(text);
  const marks = merged(ranges);
  const out = el("span", {class: "text"});
  let at = 0;
  for (const [begin, end] of windows(characters, marks, most_lines)) {
    if (begin > at) {
      const all = () => {
        const whole = el("span", {class: "text"});
        marked(characters, 0, characters.length, marks, whole);
        out.replaceWith(whole);
      };
      const left = line_starts(characters.slice(at, begin)).length;
      const what = left > 1 ? `${left} lines` : `${begin - at} characters`;
      out.append(el("button", {class: "fold", type: "button", click: all}, `\u2026 ${what} \u2026`),
                 left > 1 ? "\n" : "");
    }
    marked(characters, begin, end, marks, out);
    at = end;
  }
  return out;
}

function moment(line, start) {
  const seconds = (line.at - start) / 1e6;
  return seconds.toFixed(3) + "\u2009s";
}

const speakers = {in: "client: ", out: "server: "};

function drawn_line(line, start, marks, is_evidence, most_lines) {
  const is_said = line.size > 0 && line.direction in speakers;
  const kind = is_said ? line.direction : "event";
  const text = octets(line.text, marks, is_evidence ? Infinity : most_lines);
  if (is_said) text.prepend(el("span", {class: "unseen"}, speakers[line.direction]));
  return el("li", {class: kind + (is_evidence ? " evidence" : "")},
            el("time", {}, moment(line, start)),
            el("span", {class: "lane", "aria-hidden": "true"}), text);
}

// What is said of `lines`, by their indexes `shown`; `marks` are of one verdict or several. Texts
// of more lines than `most_lines` are folded, unless they are evidence.
function conversation(lines, shown, marks, evidence, most_lines) {
  const out = el("ol", {class: "talk"});
  const start = lines.length ? lines[0].at : 0;
  const several = new Set(lines.map((line) => line.connection).filter((one) => one)).size > 1;
  out.append(el("li", {class: "sides", "aria-hidden": "true"},
                el("span", {}, el("b", {}, "client"), el("b", {}, "server"))));
  let before = -1;
  let connection = 0;
  for (const index of shown) {
    const line = lines[index];
    if (index > before + 1) {
      const count = index - before - 1;
      out.append(el("li", {class: "cut"}, el("span", {}, `\u22ee ${count} more`)));
    }
    if (several && line.connection && line.connection !== connection) {
      out.append(el("li", {class: "link"}, `Connection ${line.connection}`));
      connection = line.connection;
    }
    const own = marks.filter((mark) => mark.seq === line.seq).map((mark) => [mark.begin, mark.end]);
    out.append(drawn_line(line, start, own, evidence.has(line.seq), most_lines));
    before = index;
  }
  const left = lines.length - 1 - before;
  if (left > 0) out.append(el("li", {class: "cut"}, el("span", {}, `\u22ee ${left} more`)));
  return out;
}

// The lines that show a verdict: its evidence and what stands beside it. Not all of a long list.
function excerpt(lines, verdict) {
  const most = 6;
  const wanted = new Set(verdict.marks.map((mark) => mark.seq));
  for (const sequence of verdict.evidence) {
    if (wanted.size < most) wanted.add(sequence);
  }
  const shown = new Set();
  lines.forEach((line, index) => {
    if (!wanted.has(line.seq)) return;
    for (let near = Math.max(0, index - 2); near <= Math.min(lines.length - 1, index + 1); ++near) {
      if (lines[near].connection === line.connection) shown.add(near);
    }
  });
  return [...shown].sort((a, b) => a - b);
}
