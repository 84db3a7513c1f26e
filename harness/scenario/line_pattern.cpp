// SPDX-License-Identifier: MIT
#include "harness/scenario/line_pattern.h"

#include <algorithm>

#include "harness/base/ascii.h"

namespace postiche::scenario {

namespace {

// The front of a line that clients write in either case: the verb, with FROM: and TO: where these
// belong to it (RFC 5321 sec 2.4).
std::size_t folded_front(std::string_view text) {
  for (const std::string_view front : {"MAIL FROM:", "RCPT TO:"}) {
    if (ascii::starts_with_ignoring_case(text, front)) return front.size();
  }
  return std::min(text.find(' '), text.size());
}

}  // namespace

LinePattern LinePattern::from(const Template& line,
                              const std::function<bool(std::string_view)>& is_capture) {
  LinePattern out;
  line.each([&](bool is_name, std::string_view text) {
    if (is_name) {
      const auto kind = is_capture(text) ? Piece::Kind::capture : Piece::Kind::known;
      out.pieces_.push_back({kind, std::string(text)});
      return;
    }
    bool first = true;
    for (const std::string_view part : ascii::split(text, wildcard)) {
      if (!first) out.pieces_.push_back({Piece::Kind::any, {}});
      first = false;
      if (!part.empty()) out.pieces_.push_back({Piece::Kind::text, std::string(part)});
    }
  });
  const auto& pieces = out.pieces_;
  if (pieces.empty()) return out;
  if (pieces[0].kind == Piece::Kind::text) out.folded_ = folded_front(pieces[0].text);
  out.open_end_ = pieces.size() > 1 && pieces.back().kind == Piece::Kind::any &&
                  pieces[pieces.size() - 2].text.ends_with(' ');
  return out;
}

LinePattern LinePattern::regex(Pattern whole, std::string text) {
  LinePattern out;
  out.regex_ = std::move(whole);
  out.regex_text_ = std::move(text);
  return out;
}

std::string LinePattern::written(const Piece& piece) {
  if (piece.kind == Piece::Kind::any) return "*";
  return piece.kind == Piece::Kind::text ? piece.text : "{" + piece.text + "}";
}

std::string LinePattern::describe() const {
  if (regex_) return regex_text_;
  std::string out;
  for (const Piece& piece : pieces_) out += written(piece);
  return out;
}

LineMatch LinePattern::match(std::string_view line, const Template::Lookup& known) const {
  if (regex_) return match_regex(line, known);
  LineMatch full = match_pieces(pieces_.size(), line, known);
  if (full.matches || !open_end_) return full;
  LineMatch without = match_pieces(pieces_.size() - 1, line, known);
  return without.matches ? without : full;
}

LineMatch LinePattern::match_regex(std::string_view line, const Template::Lookup& known) const {
  LineMatch out;
  out.wanted = regex_text_;
  Captures captures;
  if (!regex_->matches(line, &captures)) return out;
  for (const auto& [name, value] : captures) {
    const auto before = known(name);
    if (before && *before != value) return out;
    if (!before) out.caught.emplace_back(name, value);
  }
  out.matches = true;
  return out;
}

// Goes through the pieces once. A wildcard waits until the text behind it is found.
class LinePattern::Walk {
 public:
  Walk(std::string_view line, std::size_t folded) : line_(line), folded_(folded) {}

  // False: the line differs, and where is known.
  bool take_text(const std::string& text, bool is_last) {
    if (text.empty()) return true;
    if (!wild_) return compare(text, at_);
    std::size_t found = line_.find(text, at_);
    if (is_last && found != std::string_view::npos) found = line_.size() - text.size();
    if (found == std::string_view::npos || line_.substr(found, text.size()) != text) {
      return compare(text, nearest(text));
    }
    fill(found);
    return compare(text, found);
  }

  void take_wildcard(const Piece& piece) {
    if (wild_) fill(at_);
    wild_ = &piece;
  }

  bool finish() {
    if (wild_) fill(line_.size());
    if (at_ == line_.size()) return true;
    out.difference = at_;
    return false;
  }

  std::optional<std::string> caught(std::string_view name) const {
    for (const auto& [key, value] : out.caught) {
      if (key == name) return value;
    }
    return std::nullopt;
  }

  LineMatch out;

 private:
  void fill(std::size_t end) {
    const std::string value(line_.substr(at_, end - at_));
    if (wild_->kind == Piece::Kind::capture) out.caught.emplace_back(wild_->text, value);
    out.wanted += value;
    at_ = end;
    wild_ = nullptr;
  }

  bool compare(const std::string& text, std::size_t from) {
    if (wild_) fill(from);
    const std::size_t common = common_front(text, from);
    out.wanted += text;
    at_ = from + common;
    if (common == text.size()) return true;
    out.difference = at_;
    return false;
  }

  std::size_t common_front(const std::string& text, std::size_t from) const {
    std::size_t size = 0;
    while (size < text.size() && from + size < line_.size()) {
      const char a = text[size], b = line_[from + size];
      const bool same = a == b || (from + size < folded_ && ascii::lower(a) == ascii::lower(b));
      if (!same) break;
      ++size;
    }
    return size;
  }

  // Where most of the text's front stands; the line's end where none of it does.
  std::size_t nearest(const std::string& text) const {
    constexpr std::size_t most = 512;  // of a line's octets are tried: this is for people to read
    std::size_t best = line_.size(), longest = 0;
    for (std::size_t from = at_; from < std::min(line_.size(), at_ + most); ++from) {
      const std::size_t common = common_front(text, from);
      if (common <= longest) continue;
      longest = common;
      best = from;
    }
    return best;
  }

  std::string_view line_;
  std::size_t folded_;
  std::size_t at_ = 0;
  const Piece* wild_ = nullptr;
};

LineMatch LinePattern::match_pieces(std::size_t count, std::string_view line,
                                    const Template::Lookup& known) const {
  Walk walk(line, folded_);
  std::size_t next = 0;
  while (next < count) {
    // Neighbouring texts are one, whether written or known by name.
    std::string text;
    while (next < count && pieces_[next].kind != Piece::Kind::any) {
      const Piece& piece = pieces_[next];
      std::optional<std::string> value = piece.text;
      if (piece.kind != Piece::Kind::text) value = known(piece.text);
      if (!value && piece.kind == Piece::Kind::capture) value = walk.caught(piece.text);
      if (!value && piece.kind == Piece::Kind::known) value = "";
      if (!value) break;
      text += *value;
      ++next;
    }
    // An open end is cut off with the space before it.
    if (count < pieces_.size() && next == count) text.pop_back();
    const bool fits = walk.take_text(text, next == count);
    if (!fits) {
      for (; next < count; ++next) walk.out.wanted += written(pieces_[next]);
      return std::move(walk.out);
    }
    if (next < count) walk.take_wildcard(pieces_[next++]);
  }
  walk.out.matches = walk.finish();
  return std::move(walk.out);
}

}  // namespace postiche::scenario
