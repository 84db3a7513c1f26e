// SPDX-License-Identifier: MIT
#pragma once
// What is wrong with a scenario file, gathered so that all of it is told in one go.

#include <string>
#include <string_view>
#include <vector>

#include "harness/base/result.h"

namespace postiche::scenario {

struct Diagnostic {
  enum Severity { error, warning };
  Severity severity = error;
  Place where;
  std::string what;
  std::string hint;       // what to write instead; may be empty
  std::string line_text;  // the line of the file that `where` points into; may be empty

  // "file:line:column: error: what - hint", one line.
  std::string text() const;
};

class Diagnostics {
 public:
  explicit Diagnostics(std::string_view source);

  void add(Diagnostic::Severity severity, Place where, std::string what, std::string hint);
  bool any_error() const { return any_error_; }
  // In the order of the file. Leaves this empty.
  std::vector<Diagnostic> take();

 private:
  std::string_view line(int number) const;

  std::vector<std::string_view> lines_;  // bytes of the source, which outlives this
  std::vector<Diagnostic> list_;
  bool any_error_ = false;
  std::size_t left_out_ = 0;
};

}  // namespace postiche::scenario
