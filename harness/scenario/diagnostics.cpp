// SPDX-License-Identifier: MIT
#include "harness/scenario/diagnostics.h"

#include <algorithm>

#include "harness/base/ascii.h"

namespace postiche::scenario {

namespace {

// Nobody reads more, and a hostile file must not make us write a book.
constexpr std::size_t most_diagnostics = 500;
constexpr std::size_t longest_line_text = 400;

}  // namespace

std::string Diagnostic::text() const {
  std::string out = where.text();
  if (!out.empty()) out += ": ";
  out += severity == error ? "error: " : "warning: ";
  out += what;
  if (!hint.empty()) out += " - " + hint;
  return out;
}

void Diagnostics::add_file(const std::string& name, std::string_view source) {
  files_.push_back({name, ascii::split(source, '\n')});
}

std::size_t Diagnostics::rank(const Place& place) const {
  std::size_t at = 0;
  while (at < files_.size() && files_[at].name != place.file) ++at;
  return at;
}

bool Diagnostics::is_earlier(const Diagnostic& a, const Diagnostic& b) const {
  if (a.where.file != b.where.file) return rank(a.where) < rank(b.where);
  if (a.where.line != b.where.line) return a.where.line < b.where.line;
  return a.where.column < b.where.column;
}

std::string_view Diagnostics::line(const Place& place) const {
  const std::size_t file = rank(place);
  if (file == files_.size()) return {};
  const auto& lines = files_[file].lines;
  if (place.line < 1 || static_cast<std::size_t>(place.line) > lines.size()) return {};
  std::string_view text =
      lines[static_cast<std::size_t>(place.line) - 1].substr(0, longest_line_text);
  if (!text.empty() && text.back() == '\r') text.remove_suffix(1);
  return text;
}

void Diagnostics::add(Diagnostic::Severity severity, Place where, std::string what,
                      std::string hint) {
  if (severity == Diagnostic::error) any_error_ = true;
  const auto same = [&](const Diagnostic& one) {
    return one.severity == severity && one.where == where && one.what == what;
  };
  if (std::any_of(list_.begin(), list_.end(), same)) return;
  if (list_.size() >= most_diagnostics) {
    ++left_out_;
    return;
  }
  std::string text(line(where));
  list_.push_back({severity, std::move(where), std::move(what), std::move(hint), std::move(text)});
}

std::vector<Diagnostic> Diagnostics::take() {
  std::stable_sort(list_.begin(), list_.end(),
                   [this](const Diagnostic& a, const Diagnostic& b) { return is_earlier(a, b); });
  if (left_out_ > 0) {
    const Place where{list_.back().where.file, 0, 0};
    list_.push_back({any_error_ ? Diagnostic::error : Diagnostic::warning, where,
                     std::to_string(left_out_) + " more problems are not shown", "", ""});
  }
  return std::move(list_);
}

}  // namespace postiche::scenario
