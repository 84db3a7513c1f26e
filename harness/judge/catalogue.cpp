// SPDX-License-Identifier: MIT
#include "harness/judge/catalogue.h"

#include <array>
#include <iterator>
#include <stdexcept>

#include "harness/base/ascii.h"
#include "harness/judge/embedded.h"

namespace postiche::judge {
namespace {

constexpr std::array<std::string_view, 5> forces{"must", "should", "may", "security", "practice"};

[[noreturn]] void fail(std::size_t line, const std::string& what) {
  throw std::runtime_error("catalogue, line " + std::to_string(line) + ": " + what);
}

Force force_of(std::string_view word, std::size_t line) {
  for (std::size_t i = 0; i < forces.size(); ++i) {
    if (forces[i] == word) return static_cast<Force>(i);
  }
  fail(line, "no level: " + std::string(word));
}

struct TextField {
  std::string_view name;
  std::string Requirement::*text;
};
constexpr TextField text_fields[] = {
    {"Id", &Requirement::id},         {"Shorthand", &Requirement::shorthand},
    {"Area", &Requirement::area},     {"Says", &Requirement::says},
    {"Judged", &Requirement::judged}, {"Provoked", &Requirement::provoked},
};

void put(Requirement& row, std::string_view name, std::string value, std::size_t line) {
  for (const TextField& field : text_fields) {
    if (field.name != name) continue;
    row.*field.text = std::move(value);
    return;
  }
  if (name == "Source") return row.sources.push_back(std::move(value));
  if (name != "Level") fail(line, "no such field: " + std::string(name));
  row.force = force_of(value, line);
}

void end_stanza(Requirement& row, std::vector<Requirement>& rows, std::size_t line) {
  if (row.id.empty() && row.says.empty()) return;
  const bool whole = !row.id.empty() && !row.says.empty() && !row.sources.empty();
  if (!whole) fail(line, "a stanza has no Id, no Says or no Source");
  rows.push_back(std::move(row));
  row = {};
}

bool same(std::string_view one, std::string_view other) {
  return ascii::equal_ignoring_case(one, other);
}

}  // namespace

std::string Requirement::source() const {
  std::string all;
  for (const std::string& one : sources) all += (all.empty() ? "" : ", ") + one;
  return all;
}

std::string_view name(Force force) { return forces[static_cast<std::size_t>(force)]; }

std::vector<Requirement> read_catalogue(std::string_view text) {
  std::vector<Requirement> rows;
  Requirement row;
  std::string field, value;
  std::size_t number = 0;
  const auto end_field = [&] {
    if (!field.empty()) put(row, field, std::move(value), number);
    field.clear();
    value.clear();
  };
  for (const std::string_view line : ascii::split(text, '\n')) {
    ++number;
    if (line.starts_with('#')) continue;
    if (line.starts_with(' ')) {
      if (field.empty()) fail(number, "nothing that this line could belong to");
      value += " " + std::string(ascii::trim(line));
      continue;
    }
    end_field();
    if (line.empty()) {
      end_stanza(row, rows, number);
      continue;
    }
    const std::size_t colon = line.find(": ");
    if (colon == std::string_view::npos) fail(number, "a field is 'Name: text'");
    field = line.substr(0, colon);
    value = line.substr(colon + 2);
  }
  end_field();
  end_stanza(row, rows, number);
  return rows;
}

const std::vector<Requirement>& catalogue() {
  static const std::vector<Requirement> rows = [] {
    std::vector<Requirement> all;
    for (const EmbeddedFile& file : catalogue_files()) {
      auto some = read_catalogue(file.text);
      std::move(some.begin(), some.end(), std::back_inserter(all));
    }
    return all;
  }();
  return rows;
}

const Requirement* find_requirement(std::string_view name) {
  for (const Requirement& row : catalogue()) {
    if (same(row.id, name) || same(row.shorthand, name)) return &row;
  }
  return nullptr;
}

}  // namespace postiche::judge
