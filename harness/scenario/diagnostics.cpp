// SPDX-License-Identifier: MIT
#include "harness/scenario/diagnostics.h"

#include <algorithm>

#include "harness/base/ascii.h"

namespace postiche::scenario {

namespace {

// Nobody reads more, and a hostile file must not make us write a book.
constexpr std::size_t most_diagnostics = 500;
constexpr std::size_t longest_line_text = 400;

bool is_earlier(const Diagnostic& a, const Diagnostic& b) {
  if (a.where.line != b.where.line) return a.where.line < b.where.line;
  return a.where.column < b.where.column;
}

}  // namespace

std::string Diagnostic::text() const {
  std::string out = where.text();
  if (!out.empty()) out += ": ";
  out += severity == error ? "error: " : "warning: ";
  out += what;
  if (!hint.empty()) out += " - " + hint;
  return out;
}

Diagnostics::Diagnostics(std::string_view source) : lines_(ascii::split(source, '\n')) {}

std::string_view Diagnostics::line(int number) const {
  if (number < 1 || static_cast<std::size_t>(number) > lines_.size()) return {};
  std::string_view text = lines_[static_cast<std::size_t>(number) - 1].substr(0, longest_line_text);
  if (!text.empty() && text.back() == '\r') text.remove_suffix(1);
  return text;
}

void Diagnostics::add(Diagnostic::Severity severity, Place where, std::string what,
                      std::string hint) {
  if (severity == Diagnostic::error) any_error_ = true;
  if (list_.size() >= most_diagnostics) {
    ++left_out_;
    return;
  }
  std::string text(line(where.line));
  list_.push_back({severity, std::move(where), std::move(what), std::move(hint), std::move(text)});
}

std::vector<Diagnostic> Diagnostics::take() {
  std::stable_sort(list_.begin(), list_.end(), is_earlier);
  if (left_out_ > 0) {
    const Place where{list_.back().where.file, 0, 0};
    list_.push_back({any_error_ ? Diagnostic::error : Diagnostic::warning, where,
                     std::to_string(left_out_) + " more problems are not shown", "", ""});
  }
  return std::move(list_);
}

}  // namespace postiche::scenario
