// SPDX-License-Identifier: MIT
#include "harness/mail/html_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <optional>
#include <system_error>

#include "harness/base/ascii.h"
#include "harness/base/utf8.h"

namespace postiche::mail {

namespace {

// Elements whose content is not shown.
constexpr std::array<std::string_view, 4> hidden = {"style", "script", "head", "title"};
// Elements inside a line; before and after all others something new begins.
constexpr std::array<std::string_view, 14> inside_lines = {"a",      "b",    "i",     "u",   "em",
                                                           "strong", "font", "small", "big", "span",
                                                           "sub",    "sup",  "code",  "abbr"};

struct Entity {
  std::string_view name, meaning;
};

constexpr std::array<Entity, 14> entities = {{{"amp", "&"},
                                              {"lt", "<"},
                                              {"gt", ">"},
                                              {"quot", "\""},
                                              {"apos", "'"},
                                              {"nbsp", " "},
                                              {"zwnj", ""},
                                              {"shy", ""},
                                              {"copy", "\xC2\xA9"},
                                              {"euro", "\xE2\x82\xAC"},
                                              {"ndash", "\xE2\x80\x93"},
                                              {"mdash", "\xE2\x80\x94"},
                                              {"rsquo", "\xE2\x80\x99"},
                                              {"hellip", "\xE2\x80\xA6"}}};

constexpr std::size_t longest_entity = 12;  // and its ";"

// "#252" or "#xFC": nothing where it is no character, or one that controls.
std::optional<std::string> numbered(std::string_view name) {
  name.remove_prefix(1);
  const bool is_hex = name.starts_with('x') || name.starts_with('X');
  if (is_hex) name.remove_prefix(1);
  std::uint32_t value = 0;
  const char* const end = name.data() + name.size();
  const auto [stop, fault] = std::from_chars(name.data(), end, value, is_hex ? 16 : 10);
  if (name.empty() || fault != std::errc() || stop != end) return std::nullopt;
  if (value == 0xA0) return " ";
  std::string out = value < 0x20 ? "" : utf8::encode(value);
  return out.empty() ? std::nullopt : std::optional(std::move(out));
}

class Walk {
 public:
  explicit Walk(std::string_view html) : rest_(html) {}

  std::string read(std::size_t limit) {
    while (!rest_.empty() && out_.size() < limit) {
      const std::size_t end = std::min(rest_.find_first_of("<&"), rest_.size());
      // One more than asked for, so that it is known whether a character was cut.
      out_ += rest_.substr(0, end > limit ? limit + 1 : end);
      rest_.remove_prefix(end);
      if (rest_.starts_with('<')) {
        take_tag();
      } else if (rest_.starts_with('&')) {
        take_entity();
      }
    }
    if (out_.size() > limit) cut(limit);
    return std::move(out_);
  }

 private:
  // No character is cut in two.
  void cut(std::size_t limit) {
    while (limit > 0 && (static_cast<unsigned char>(out_[limit]) & 0xC0) == 0x80) --limit;
    out_.resize(limit);
  }

  void skip_behind(std::string_view mark) {
    const std::size_t end = rest_.find(mark);
    rest_.remove_prefix(end == std::string_view::npos ? rest_.size() : end + mark.size());
  }

  void take_tag() {
    if (rest_.starts_with("<!--")) return skip_behind("-->");
    std::size_t end = 1;
    const bool is_end = rest_.size() > 1 && rest_[1] == '/';
    if (is_end) ++end;
    const std::size_t begin = end;
    while (end < rest_.size() && ascii::is_alnum(rest_[end])) ++end;
    const std::string_view name = rest_.substr(begin, end - begin);
    if (name.empty() && !rest_.starts_with("<!") && !rest_.starts_with("<?")) {
      out_ += '<';  // "1 < 2"
      return rest_.remove_prefix(1);
    }
    skip_behind(">");
    if (!is_end && ascii::contains_ignoring_case(hidden, name)) skip_element(name);
    if (!ascii::contains_ignoring_case(inside_lines, name)) out_ += ' ';
  }

  // Up to the tag that ends it; all of the rest where none does.
  void skip_element(std::string_view name) {
    while (!rest_.empty()) {
      skip_behind("</");
      if (ascii::starts_with_ignoring_case(rest_, name)) return skip_behind(">");
    }
  }

  void take_entity() {
    const std::size_t end = rest_.substr(0, longest_entity).find(';');
    const std::string_view name = end == std::string_view::npos ? "" : rest_.substr(1, end - 1);
    if (const auto meaning = meaning_of(name)) {
      out_ += *meaning;
      return rest_.remove_prefix(end + 1);
    }
    out_ += '&';
    rest_.remove_prefix(1);
  }

  static std::optional<std::string> meaning_of(std::string_view name) {
    if (name.starts_with('#')) return numbered(name);
    for (const Entity& each : entities) {
      if (each.name == name) return std::string(each.meaning);
    }
    return std::nullopt;
  }

  std::string_view rest_;
  std::string out_;
};

}  // namespace

std::string text_of_html(std::string_view html, std::size_t limit) {
  return Walk(html).read(limit);
}

}  // namespace postiche::mail
