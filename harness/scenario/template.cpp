// SPDX-License-Identifier: MIT
#include "harness/scenario/template.h"

#include <algorithm>

#include "harness/base/ascii.h"

namespace postiche::scenario {

namespace {

bool is_name_character(char c) { return ascii::is_alnum(c) || c == '-' || c == '_' || c == '.'; }

bool is_placeholder(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_name_character);
}

}  // namespace

Result<Template> Template::parse(std::string_view text) {
  Template out;
  std::string plain;
  while (!text.empty()) {
    const char c = text.front();
    const bool doubled = text.size() > 1 && text[1] == c;
    if (c != '{' && c != '}') {
      const std::size_t end = std::min(text.find_first_of("{}"), text.size());
      plain += text.substr(0, end);
      text.remove_prefix(end);
    } else if (doubled) {
      plain += c;
      text.remove_prefix(2);
    } else if (c == '}') {
      return Error{{}, "'}' without '{'", "write '}}' for a brace"};
    } else {
      const std::size_t end = text.find('}');
      if (end == std::string_view::npos) {
        return Error{{}, "'{' without '}'", "write '{{' for a brace"};
      }
      const std::string_view name = text.substr(1, end - 1);
      if (!is_placeholder(name)) {
        return Error{{}, "'{" + std::string(name) + "}' is no name", "write '{{' for a brace"};
      }
      out.add(false, std::move(plain));
      plain.clear();
      out.add(true, std::string(name));
      text.remove_prefix(end + 1);
    }
  }
  out.add(false, std::move(plain));
  return out;
}

Template Template::literal(std::string text) {
  Template out;
  out.add(false, std::move(text));
  return out;
}

void Template::add(bool name, std::string text) {
  if (!name && text.empty()) return;
  if (!name && !pieces_.empty() && !pieces_.back().is_name) {
    pieces_.back().text += text;
    return;
  }
  pieces_.push_back({name, std::move(text)});
}

std::string Template::expand(const Lookup& lookup) const {
  std::string out;
  for (const Piece& piece : pieces_) {
    if (!piece.is_name) {
      out += piece.text;
    } else if (const auto value = lookup(piece.text)) {
      out += *value;
    }
  }
  return out;
}

Template Template::bind(const Lookup& lookup) const {
  Template out;
  for (const Piece& piece : pieces_) {
    std::optional<std::string> value;
    if (piece.is_name) value = lookup(piece.text);
    out.add(piece.is_name && !value, value ? std::move(*value) : piece.text);
  }
  return out;
}

std::vector<std::string_view> Template::names() const {
  std::vector<std::string_view> out;
  for (const Piece& piece : pieces_) {
    if (piece.is_name) out.push_back(piece.text);
  }
  return out;
}

void Template::each(const std::function<void(bool, std::string_view)>& visit) const {
  for (const Piece& piece : pieces_) visit(piece.is_name, piece.text);
}

std::string_view Template::leading_text() const {
  return pieces_.empty() || pieces_[0].is_name ? std::string_view() : pieces_[0].text;
}

Template Template::with_byte(std::size_t position, char byte) const {
  Template out = *this;
  if (position < leading_text().size()) out.pieces_[0].text[position] = byte;
  return out;
}

}  // namespace postiche::scenario
