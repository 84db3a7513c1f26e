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
  // A file that is read; what is wrong with it comes before what is wrong with later ones. `source`
  // outlives this.
  void add_file(const std::string& name, std::string_view source);

  // The same at the same place is told once.
  void add(Diagnostic::Severity severity, Place where, std::string what, std::string hint);
  bool any_error() const { return any_error_; }
  // In the order of the files. Leaves this empty.
  std::vector<Diagnostic> take();

 private:
  struct File {
    std::string name;
    std::vector<std::string_view> lines;  // bytes of the source
  };
  std::string_view line(const Place& place) const;
  std::size_t rank(const Place& place) const;
  bool is_earlier(const Diagnostic& a, const Diagnostic& b) const;

  std::vector<File> files_;
  std::vector<Diagnostic> list_;
  bool any_error_ = false;
  std::size_t left_out_ = 0;
};

}  // namespace postiche::scenario
