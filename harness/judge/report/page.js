// SPDX-License-Identifier: MIT
// The page of one report, or of several side by side. `data` is what page.cpp has put in.

const data = JSON.parse(document.getElementById("data").textContent);
const {reports, rows} = data;
const several = reports.length > 1;
const outcomes = ["FAIL", "ERROR", "WARN", "PASS", "UNRESOLVED", "INFO", "SKIP"];
const signs = {
  FAIL: "\u2715", ERROR: "\u26a0\ufe0e", WARN: "!", PASS: "\u2713", UNRESOLVED: "?", INFO: "i", SKIP: "\u2013",
};
const meanings = {
  FAIL: "failed", ERROR: "could not be judged", WARN: "with a warning", PASS: "met",
  UNRESOLVED: "never came up", INFO: "told for information", SKIP: "not asked of this client",
};
const absent = "UNRESOLVED";

const outcome_in = (row, client) => (row.cells[client] ? row.cells[client].outcome : absent);
const worst_of = (row) =>
  outcomes.find((outcome) => reports.some((_, client) => outcome_in(row, client) === outcome));

function counts_of(client) {
  const counts = {};
  for (const row of rows) {
    if (!row.cells[client]) continue;
    const outcome = row.cells[client].outcome;
    counts[outcome] = (counts[outcome] || 0) + 1;
  }
  return counts;
}

const badge_parts = (outcome) =>
  [el("span", {class: "sign", "aria-hidden": "true"}, signs[outcome]), el("span", {class: "word"}, outcome)];
const badge = (outcome) => el("span", {class: "badge " + outcome}, ...badge_parts(outcome));

// --- the head ---

function bar(counts) {
  const out = el("div", {class: "bar", "aria-hidden": "true"});
  for (const outcome of outcomes) {
    if (!counts[outcome]) continue;
    const part = el("span", {class: outcome, title: `${counts[outcome]} ${meanings[outcome]}`});
    part.style.flexGrow = counts[outcome];
    out.append(part);
  }
  return out;
}

function in_words(counts) {
  const words = outcomes.filter((outcome) => counts[outcome])
    .map((outcome) => `${counts[outcome]} ${meanings[outcome]}`);
  return words.length ? words.join(", ") : "nothing was judged";
}

const joined = (words) => words.join(" \u00b7 ");

// How the client was judged.
function profile_of(report) {
  const cases = report.cases.length === 1 ? "1 case" : `${report.cases.length} cases`;
  return [`role ${report.role}`, `TLS ${report.tls}`, cases];
}

function origin_of(report) {
  const date = report.started.replace("T", ", ").replace(/:\d\d(\.\d+)?Z$/, " UTC");
  return [date, `Postiche ${report.version}`];
}

function head() {
  const out = el("header", {});
  out.append(el("p", {class: "over"}, "Postiche: what a mail client did"));
  if (!several) {
    const counts = counts_of(0);
    out.append(el("h1", {}, reports[0].client), el("p", {class: "facts"}, joined([...profile_of(reports[0]), ...origin_of(reports[0])])),
               el("p", {class: "sentence"}, `Of ${rows.length} requirements: ${in_words(counts)}.`),
               bar(counts));
    return out;
  }
  const differing = rows.filter((row) => row.differs).length;
  out.append(el("h1", {}, `${reports.length} clients side by side`),
             el("p", {class: "facts"}, joined(origin_of(reports[0]))),
             el("p", {class: "sentence"}, `They differ in ${differing} of ${rows.length} requirements.`));
  const body = el("tbody", {});
  reports.forEach((report, client) => {
    const counts = counts_of(client);
    body.append(el("tr", {}, el("th", {scope: "row"}, report.client, el("small", {}, joined(profile_of(report)))),
                   el("td", {}, bar(counts), el("small", {}, in_words(counts)))));
  });
  out.append(el("table", {class: "clients"}, body));
  return out;
}

// --- one case, whole ---

const dialog = el("dialog", {"aria-labelledby": "case-title"});
dialog.addEventListener("click", (event) => {
  if (event.target === dialog) dialog.close();
});

function case_name(one) {
  return one.scenario + (one.case ? ` [${one.case}]` : "");
}

function is_bad(verdict) {
  return ["FAIL", "WARN", "ERROR"].includes(verdict.outcome);
}

// The guilty characters. Where a verdict names lines only, all of what the client said in them.
function marks_of(one, verdict) {
  const marks = verdict.marks.filter((mark) => mark.begin < mark.end);
  if (marks.length || !is_bad(verdict)) return marks;
  const evidence = new Set(verdict.evidence);
  return one.lines.filter((line) => evidence.has(line.seq) && line.direction === "in" && line.size > 0)
    .map((line) => ({seq: line.seq, begin: 0, end: Array.from(line.text.replace(/(\\r)?\\n$/, "")).length}));
}

function open_case(client, index, verdict) {
  const one = reports[client].cases[index];
  const told = verdict ? [verdict] : one.verdicts.filter(is_bad);
  const marks = told.flatMap((each) => marks_of(one, each));
  const evidence = new Set(told.flatMap((each) => each.evidence));
  const body = el("div", {class: "body"});
  if (one.why) body.append(el("p", {}, one.why));
  if (one["client-end"]) body.append(el("p", {class: "quiet"}, `The client ${one["client-end"]}.`));
  if (one.output) {
    body.append(el("details", {}, el("summary", {}, "What the client wrote"), el("pre", {}, one.output)));
  }
  if (!verdict) body.append(list_of(one.verdicts));
  body.append(conversation(one.lines, one.lines.keys(), marks, evidence, 40));
  const close = el("button", {class: "more", type: "button", click: () => dialog.close()}, "Close");
  dialog.replaceChildren(
    el("header", {}, el("div", {}, el("h2", {id: "case-title"}, one.title || case_name(one)),
                        el("p", {class: "quiet"}, el("code", {}, case_name(one)),
                           several ? ` by ${reports[client].client}` : ""),
                        verdict ? el("p", {}, badge(verdict.outcome), " ", verdict.measured) : null), close),
    body);
  dialog.showModal();
  const meant = body.querySelector("mark") || body.querySelector(".evidence");
  if (verdict && meant) meant.scrollIntoView({block: "center"});
  else dialog.scrollTop = 0;
}

function list_of(verdicts) {
  const told = verdicts.filter(is_bad);
  const rest = verdicts.length - told.length;
  const out = el("ul", {class: "verdicts"});
  for (const each of told) {
    out.append(el("li", {}, badge(each.outcome), " ", el("code", {}, each.id), " ", each.measured));
  }
  if (rest) out.append(el("li", {class: "quiet"}, `${rest} other verdicts, none of them bad`));
  return out;
}

function case_button(client, index, verdict) {
  const open = () => open_case(client, index, verdict);
  return el("button", {class: "more", type: "button", click: open}, "Whole conversation");
}

function case_list(client) {
  const out = el("ul", {class: "cases"});
  reports[client].cases.forEach((one, index) => {
    out.append(el("li", {}, badge(one.outcome),
                  el("span", {class: "what"}, one.title || one.scenario,
                     el("span", {class: "id"}, case_name(one)),
                     one["ended-well"] ? "" : el("span", {class: "measured"}, `The client ${one["client-end"]}`)),
                  case_button(client, index, null)));
  });
  return out;
}
