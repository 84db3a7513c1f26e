// SPDX-License-Identifier: MIT
#include "harness/store/mbox.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

#include "harness/base/ascii.h"
#include "harness/mail/date.h"

namespace postiche::store {

namespace {

constexpr std::string_view from = "From ";

// What the letters of Status and X-Status mean; all others mean nothing here.
struct MboxLetter {
  char letter;
  Flag flag;
};
constexpr std::array<MboxLetter, 5> mbox_letters = {{{'R', Flags::seen},
                                                     {'A', Flags::answered},
                                                     {'F', Flags::flagged},
                                                     {'D', Flags::deleted},
                                                     {'T', Flags::draft}}};

Flags flags_of(std::string_view text) {
  Flags out;
  for (const MboxLetter& each : mbox_letters) {
    if (text.find(each.letter) != std::string_view::npos) out = out.with({each.flag});
  }
  return out;
}

// The letters where `line` is one of the two fields.
std::optional<std::string_view> status_of(std::string_view line) {
  for (const std::string_view name : {"Status:", "X-Status:"}) {
    if (ascii::starts_with_ignoring_case(line, name)) return line.substr(name.size());
  }
  return std::nullopt;
}

// "From " sender " " date, as asctime() writes it               RFC 4155 sec A
// The sender may be missing. The date where `line` is such a line.
std::optional<VirtualTime> from_line(std::string_view line) {
  if (!line.starts_with(from)) return std::nullopt;
  line.remove_prefix(from.size());
  auto date = mail::parse_date(line.substr(std::min(line.find(' '), line.size())));
  if (!date) date = mail::parse_date(line);
  return date ? std::optional(date->time) : std::nullopt;
}

class Splitter {
 public:
  explicit Splitter(FromQuoting quoting) : quoting_(quoting) {}

  std::vector<FiledMessage> split(std::string_view file) {
    while (!file.empty()) {
      const std::size_t newline = file.find('\n');
      const bool is_ended = newline != std::string_view::npos;
      std::string_view line = file.substr(0, newline);
      file.remove_prefix(is_ended ? newline + 1 : file.size());
      if (line.ends_with('\r') && is_ended) line.remove_suffix(1);
      take_line(line, is_ended ? "\r\n" : "");
    }
    return std::move(messages_);
  }

 private:
  enum class Place : std::uint8_t { between, header, status_field, body };

  void take_line(std::string_view line, std::string_view ending) {
    const bool may_begin = place_ == Place::between || behind_empty_line_;
    if (may_begin) {
      if (const auto date = from_line(line)) return begin(date);
    }
    if (place_ == Place::between) {
      if (line.empty()) return;
      begin(std::nullopt);
    }
    if (place_ == Place::body) {
      take_body_line(line, ending);
    } else {
      take_header_line(line, ending);
    }
  }

  void begin(std::optional<VirtualTime> date) {
    messages_.emplace_back().date = date;
    place_ = Place::header;
    behind_empty_line_ = holds_empty_line_ = false;
  }

  void take_header_line(std::string_view line, std::string_view ending) {
    const bool continues = !line.empty() && ascii::is_space(line.front());
    if (continues && place_ == Place::status_field) return;
    if (const auto status = status_of(line)) {
      place_ = Place::status_field;
      messages_.back().flags = messages_.back().flags.with(flags_of(*status));
      return;
    }
    place_ = line.empty() ? Place::body : Place::header;
    // Where nothing but a header stands, the empty line may be the one that ends the message.
    behind_empty_line_ = line.empty();
    messages_.back().octets.append(line).append(ending);
  }

  // An empty line is held back: it may belong to what follows, or to nothing.
  void take_body_line(std::string_view line, std::string_view ending) {
    std::string& octets = messages_.back().octets;
    if (holds_empty_line_) octets += "\r\n";
    holds_empty_line_ = line.empty();
    behind_empty_line_ = line.empty();
    if (line.empty()) return;
    octets.append(unquoted(line)).append(ending);
  }

  std::string_view unquoted(std::string_view line) const {
    if (quoting_ == FromQuoting::none || !line.starts_with('>')) return line;
    const std::size_t quotes = std::min(line.find_first_not_of('>'), line.size());
    const bool is_quoted =
        line.substr(quotes).starts_with(from) && (quotes == 1 || quoting_ == FromQuoting::mboxrd);
    return line.substr(is_quoted ? 1 : 0);
  }

  FromQuoting quoting_;
  std::vector<FiledMessage> messages_;
  Place place_ = Place::between;
  bool behind_empty_line_ = false;
  bool holds_empty_line_ = false;
};

}  // namespace

std::vector<FiledMessage> split_mbox(std::string_view file, FromQuoting quoting) {
  return Splitter(quoting).split(file);
}

}  // namespace postiche::store
