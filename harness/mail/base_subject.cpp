// SPDX-License-Identifier: MIT
#include "harness/mail/base_subject.h"

#include <algorithm>
#include <cstddef>

#include "harness/base/ascii.h"
#include "harness/mail/encoded_word.h"

namespace postiche::mail {

namespace {

std::string with_single_spaces(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    if (!ascii::is_blank(c)) {
      out += c;
    } else if (!out.ends_with(' ')) {
      out += ' ';
    }
  }
  return out;
}

// subj-blob = "[" *BLOBCHAR "]" *WSP                            RFC 5256 sec 5
// How many octets of it `text` begins with; 0 where it begins with none.
std::size_t blob_length(std::string_view text) {
  if (!text.starts_with('[')) return 0;
  std::size_t end = text.find_first_of("[]", 1);
  if (end == std::string_view::npos || text[end] == '[') return 0;
  while (++end < text.size() && text[end] == ' ') continue;
  return end;
}

// subj-refwd = ("re" / ("fw" ["d"])) *WSP [subj-blob] ":"       RFC 5256 sec 5
std::size_t refwd_length(std::string_view text) {
  std::size_t length = 0;
  for (const std::string_view word : {"re", "fwd", "fw"}) {
    if (length == 0 && ascii::starts_with_ignoring_case(text, word)) length = word.size();
  }
  if (length == 0) return 0;
  while (length < text.size() && text[length] == ' ') ++length;
  length += blob_length(text.substr(length));
  return length < text.size() && text[length] == ':' ? length + 1 : 0;
}

class Stripper {
 public:
  explicit Stripper(std::string_view text) : text_(text) {}

  // The steps are those of RFC 5256 sec 2.1.
  BaseSubject strip() {
    do {
      take_trailers();                  // (2)
      while (take_leaders()) continue;  // (3) to (5)
    } while (take_forward());           // (6)
    return {std::string(text_), is_reply_or_forward_};
  }

 private:
  // subj-trailer = "(fwd)" / WSP                                RFC 5256 sec 5
  void take_trailers() {
    constexpr std::string_view mark = "(fwd)";
    for (;;) {
      text_ = ascii::trim(text_);
      const std::size_t rest = text_.size() - std::min(mark.size(), text_.size());
      if (!ascii::equal_ignoring_case(text_.substr(rest), mark)) return;
      text_.remove_suffix(mark.size());
      is_reply_or_forward_ = true;
    }
  }

  // subj-leader = (*subj-blob subj-refwd) / WSP                 RFC 5256 sec 5
  // Blobs that no subj-refwd follows go one by one, as long as something is left behind them. All
  // that stand in a row are looked at once, so that many of them take linear time.
  bool take_leaders() {
    text_ = ascii::trim(text_);
    std::size_t blobs = 0, last = 0;
    while (const std::size_t length = blob_length(text_.substr(blobs))) {
      last = blobs;
      blobs += length;
    }
    if (const std::size_t length = refwd_length(text_.substr(blobs))) {
      text_.remove_prefix(blobs + length);
      is_reply_or_forward_ = true;
      return true;
    }
    text_.remove_prefix(blobs == text_.size() ? last : blobs);
    return false;
  }

  // subj-fwd = subj-fwd-hdr subject subj-fwd-trl                RFC 5256 sec 5
  bool take_forward() {
    constexpr std::string_view header = "[fwd:";
    if (!ascii::starts_with_ignoring_case(text_, header) || !text_.ends_with(']')) return false;
    text_.remove_prefix(header.size());
    text_.remove_suffix(1);
    is_reply_or_forward_ = true;
    return true;
  }

  std::string_view text_;
  bool is_reply_or_forward_ = false;
};

}  // namespace

BaseSubject base_subject_of(std::string_view subject) {
  const std::string text = with_single_spaces(decode_encoded_words(subject));  // (1)
  return Stripper(text).strip();
}

}  // namespace postiche::mail
