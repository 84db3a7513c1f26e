// SPDX-License-Identifier: MIT
// What of the table is shown; and the page, put together.

const wanted = {outcomes: new Set(outcomes), level: "", area: "", text: "", differing: false};
const found = el("p", {class: "found", role: "status"});

function is_wanted(row) {
  const has_outcome = reports.some((_, client) => wanted.outcomes.has(outcome_in(row, client)));
  const all = `${row.id} ${row.says} ${row.source} ${row.area}`.toLowerCase();
  return has_outcome && (!wanted.level || row.level === wanted.level) &&
    (!wanted.area || row.area === wanted.area) && (!wanted.differing || row.differs) &&
    wanted.text.toLowerCase().split(/\s+/).every((word) => all.includes(word));
}

function apply() {
  for (const row of rows) {
    row.line.hidden = !is_wanted(row);
    if (row.line.hidden && closers.has(row)) closers.get(row)();
  }
  for (const group of shown_groups) group.show();
  const left = rows.filter((row) => !row.line.hidden).length;
  found.textContent = left === rows.length ? `${left} requirements` : `${left} of ${rows.length} requirements`;
}

function chip(outcome) {
  const button = el("button", {class: "chip", type: "button", "aria-pressed": "true"},
                    `${signs[outcome]} ${outcome}`);
  button.addEventListener("click", () => {
    const on = !wanted.outcomes.delete(outcome);
    if (on) wanted.outcomes.add(outcome);
    button.setAttribute("aria-pressed", String(on));
    apply();
  });
  return button;
}

function choice(label, name, values) {
  const select = el("select", {name}, el("option", {value: ""}, "all"),
                    ...values.map((value) => el("option", {value}, value)));
  select.addEventListener("change", () => {
    wanted[name] = select.value;
    apply();
  });
  return el("label", {}, label, select);
}

function filters() {
  const unique = (key) => [...new Set(rows.map((row) => row[key]))].filter((value) => value).sort();
  const search = el("input", {type: "search", name: "text", autocomplete: "off"});
  search.addEventListener("input", () => {
    wanted.text = search.value.trim();
    apply();
  });
  const there = outcomes.filter((outcome) =>
    rows.some((row) => reports.some((_, client) => outcome_in(row, client) === outcome)));
  const out = el("div", {class: "filters", role: "group", "aria-label": "Filters"},
                 el("div", {class: "group"}, "Outcomes", el("div", {class: "chips"}, ...there.map(chip))),
                 el("label", {class: "wide"}, "Search", search),
                 choice("Level", "level", unique("level")), choice("Area", "area", unique("area")));
  if (several) {
    const tick = el("input", {type: "checkbox", name: "differing"});
    tick.addEventListener("change", () => {
      wanted.differing = tick.checked;
      apply();
    });
    out.append(el("label", {class: "tick"}, tick, "Differences only"));
  }
  return out;
}

// The requirement that the address names, opened.
function open_named() {
  const row = rows.find((each) => each.id === decodeURIComponent(location.hash.slice(1)));
  if (!row || row.line.hidden) return;
  if (!closers.has(row)) toggle(row, row.line, 0, row.line.querySelector("button"));
  row.line.scrollIntoView();
}

function show() {
  const main = el("main", {class: several ? (reports.length > 4 ? "several many" : "several") : "single"});
  main.append(head(), el("h2", {id: "requirements", tabindex: "-1"}, "Requirements"), filters(), found, table());
  main.append(el("h2", {}, "Cases"));
  reports.forEach((report, client) => {
    if (several) main.append(el("h3", {}, report.client));
    main.append(case_list(client));
  });
  document.getElementById("page").replaceChildren(main);
  document.body.append(dialog);
  apply();
  addEventListener("hashchange", open_named);
  open_named();
}

show();
