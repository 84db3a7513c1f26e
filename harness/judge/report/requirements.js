// SPDX-License-Identifier: MIT
// The table of requirements, what opens below its rows, and its filters.

// "RFC 5321 sec 2.3.8, RFC 5322 sec 2.1": each with a link, which nothing follows by itself.
function sources(text) {
  const out = el("span", {});
  text.split(/(RFC \d+(?: sec [\d.]*\d)?)/).forEach((part, index) => {
    if (index % 2 === 0) return out.append(part);
    const [, number, section] = part.match(/RFC (\d+)(?: sec ([\d.]+))?/);
    const place = `https://www.rfc-editor.org/rfc/rfc${number}.html` + (section ? `#section-${section}` : "");
    return out.append(el("a", {href: place, rel: "noreferrer"}, part));
  });
  return out;
}

// All verdicts of one client on a requirement, the worst first.
function verdicts_on(row, client) {
  const found = [];
  reports[client].cases.forEach((one, index) => {
    for (const verdict of one.verdicts) {
      if (verdict.id === row.id) found.push({one, index, verdict});
    }
  });
  const rank = (each) => outcomes.indexOf(each.verdict.outcome);
  return found.sort((a, b) => rank(a) - rank(b));
}

function finding({one, index, verdict}, client) {
  const shown = excerpt(one.lines, verdict);
  const out = el("section", {class: "finding"},
                 el("p", {}, badge(verdict.outcome), verdict.measured),
                 el("p", {class: "quiet"}, one.title || "", " ", el("code", {}, case_name(one))));
  if (shown.length) {
    out.append(conversation(one.lines, shown, marks_of(one, verdict), new Set(verdict.evidence), 4));
  }
  out.append(case_button(client, index, verdict));
  return out;
}

function examples(row) {
  const out = el("div", {class: "examples"});
  for (const [name, lines] of [["Right", row.right], ["Wrong", row.wrong]]) {
    if (lines.length) out.append(el("div", {}, el("span", {class: "quiet"}, name), el("pre", {}, lines.join("\n"))));
  }
  return out;
}

// Shown at once; the others wait below, in the same order.
const most_findings = 3;

function panel(row, client) {
  const out = el("div", {class: "panel"});
  if (several) out.append(el("h3", {}, reports[client].client));
  if (row.judged) out.append(el("p", {}, row.judged));
  if (row.right.length || row.wrong.length) out.append(examples(row));
  const found = verdicts_on(row, client);
  if (!found.length) out.append(el("p", {class: "quiet"}, "This client met no case that asks it."));
  const bad = found.filter((each) => is_bad(each.verdict));
  const first = bad.length ? bad.slice(0, most_findings) : found.slice(0, 1);
  const rest = found.slice(first.length);
  const worse = bad.length - first.length;
  out.append(...first.map((each) => finding(each, client)));
  if (rest.length) {
    const more = el("details", {}, el("summary", {}, `${rest.length} more` + (worse > 0 ? `, ${worse} of them bad` : ", none of them bad")));
    more.addEventListener("toggle", () => {
      if (more.open && more.children.length === 1) more.append(...rest.map((each) => finding(each, client)));
    });
    out.append(el("p", {}), more);
  }
  return out;
}

// --- rows ---

const columns = several ? reports.length + 1 : 4;
const closers = new Map();  // of the open panel of a row
const shown_groups = [];

function toggle(row, line, client, button) {
  const close = closers.get(row);
  const was_open = button.getAttribute("aria-expanded") === "true";
  if (close) close();
  if (was_open) return;
  const detail = el("tr", {class: "detail"}, el("td", {colspan: columns}, panel(row, client)));
  line.after(detail);
  button.setAttribute("aria-expanded", "true");
  closers.set(row, () => {
    detail.remove();
    button.setAttribute("aria-expanded", "false");
    closers.delete(row);
  });
}

function outcome_cell(row, line, client) {
  const outcome = outcome_in(row, client);
  const button = el("button", {
    class: "badge " + outcome, type: "button", "aria-expanded": "false",
    "aria-label": `${outcome}: ${row.id}` + (several ? `, ${reports[client].client}` : ""),
    title: several ? `${outcome}: ${reports[client].client}` : null,
  }, ...badge_parts(outcome));
  button.addEventListener("click", (event) => {
    event.stopPropagation();
    toggle(row, line, client, button);
  });
  return el("td", {class: "outcome", "data-client": reports[client].client}, button);
}

function deciding(row) {
  const cell = row.cells[0];
  return several || !cell ? null : reports[0].cases[cell.case].verdicts[cell.verdict];
}

function drawn_row(row) {
  const line = el("tr", {class: "row", id: row.id});
  const cells = reports.map((_, client) => outcome_cell(row, line, client));
  const decided = deciding(row);
  const measured = decided && is_bad(decided) ? el("span", {class: "measured " + decided.outcome}, decided.measured) : null;
  const what = el("th", {scope: "row"}, row.says || row.id, el("span", {class: "id"}, row.id), measured);
  const of = (name) => [el(name, {class: "level"}, row.level), el(name, {class: "source"}, sources(row.source))];
  if (several) {
    const [level, source] = of("span");
    what.append(level, row.source ? " \u00b7 " : "", source);
    line.append(what, ...cells);
  } else {
    line.append(...cells, what, ...of("td"));
  }
  line.addEventListener("click", (event) => {
    if (event.target.closest("a, button") || String(getSelection())) return;
    toggle(row, line, 0, line.querySelector("button"));
  });
  return line;
}

// Single reports stand by area, the worst first; several by whether the clients differ.
function groups() {
  const out = new Map();
  for (const row of rows) {
    const name = several ? (row.differs ? "The clients differ" : "The clients are alike") : row.area;
    if (!out.has(name)) out.set(name, []);
    out.get(name).push(row);
  }
  const rank = (row) => outcomes.indexOf(worst_of(row));
  const list = [...out].map(([name, own]) => ({name, rows: own}));
  for (const group of list) group.rows.sort((a, b) => rank(a) - rank(b) || weight(b) - weight(a));
  if (several) return list;
  return list.sort((a, b) => rank(a.rows[0]) - rank(b.rows[0]));
}

// How many clients came out as the worst of them did.
function weight(row) {
  const worst = worst_of(row);
  return reports.filter((_, client) => outcome_in(row, client) === worst).length;
}

function column_names() {
  const column = (...content) => el("th", {scope: "col"}, ...content);
  if (!several) return ["Outcome", "Requirement", "Level", "Source"].map((name) => column(name));
  const clients = reports.map(({client}) =>
    el("th", {scope: "col", class: "client", title: client}, el("span", {class: "name"}, client)));
  return [column("Requirement"), ...clients];
}

function table() {
  const out = el("table", {class: "rows"}, el("caption", {class: "unseen"}, "Requirements and outcomes"),
                 el("thead", {}, el("tr", {}, ...column_names())));
  for (const group of groups()) {
    const body = el("tbody", {});
    const count = el("small", {});
    body.append(el("tr", {class: "area"}, el("th", {scope: "rowgroup", colspan: columns}, group.name, count)));
    for (const row of group.rows) {
      row.line = drawn_row(row);
      body.append(row.line);
    }
    group.show = () => {
      const left = group.rows.filter((row) => !row.line.hidden).length;
      body.hidden = left === 0;
      count.textContent = left === group.rows.length ? String(left) : `${left} of ${group.rows.length}`;
    };
    out.append(body);
    shown_groups.push(group);
  }
  return el("div", {class: "wide-table"}, out);
}
