// SPDX-License-Identifier: MIT
#pragma once
// Walks over the fields of a header, however broken it is. Knows nothing of what a field means.

#include <optional>
#include <string>
#include <string_view>

namespace postiche::mail {

// All of it views of the header.
struct Field {
  std::string_view name;   // as written, without white space before the colon (RFC 5322 sec 4.5)
  std::string_view value;  // what is behind the colon, folded as it is
  std::string_view whole;  // its lines, with their endings
};

class FieldReader {
 public:
  // Reads as far as the first empty line.
  explicit FieldReader(std::string_view header) : rest_(header) {}

  // The next one; nothing at the end. Lines that are no field are stepped over.
  std::optional<Field> next();

 private:
  std::string_view take_lines();

  std::string_view rest_;
};

// The empty line that ends a header; "" where none does.
std::string_view empty_line_of(std::string_view header);

// A value in one line: RFC 5322 sec 2.2.3. Without white space at the ends.
std::string unfold(std::string_view value);

}  // namespace postiche::mail
