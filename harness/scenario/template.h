// SPDX-License-Identifier: MIT
#pragma once
// Text with {names} in it, parsed once at load and expanded at play. `{{` and `}}` are braces.

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/base/result.h"

namespace postiche::scenario {

class Template {
 public:
  // Gives the value of a name, or nothing where the name has none just now.
  using Lookup = std::function<std::optional<std::string>(std::string_view name)>;

  Template() = default;
  // The error's place is unset: only the caller knows where the text stands.
  static Result<Template> parse(std::string_view text);
  // Text in which nothing is to be expanded.
  static Template literal(std::string text);

  // Expanded once: braces in values stay as they are. A name without value gives "".
  std::string expand(const Lookup& lookup) const;
  // This template with the names that `lookup` knows replaced now and the others kept.
  Template bind(const Lookup& lookup) const;
  bool is_literal() const {
    return pieces_.empty() || (pieces_.size() == 1 && !pieces_[0].is_name);
  }
  // The names in it, in order, as views of this template.
  std::vector<std::string_view> names() const;
  // Its texts and names, in order.
  void each(const std::function<void(bool is_name, std::string_view text)>& visit) const;
  // What stands before the first name: where a reply line has its code.
  std::string_view leading_text() const;
  // This template with another byte there, if its leading text is that long.
  Template with_byte(std::size_t position, char byte) const;

 private:
  struct Piece {
    bool is_name = false;
    std::string text;
  };
  // Joins neighbouring texts, so that is_literal() need look at one piece only.
  void add(bool name, std::string text);

  std::vector<Piece> pieces_;
};

}  // namespace postiche::scenario
