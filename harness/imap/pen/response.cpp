// SPDX-License-Identifier: MIT
#include "harness/imap/pen/response.h"

namespace postiche::imap {

namespace {

void append_with_number(std::string& out, std::string_view before, std::uint64_t number) {
  out.append(before).append(std::to_string(number));
}

// message-data = nz-number SP ("EXPUNGE" / ...)                 RFC 9051 sec 9
void append_counted(std::string& out, std::uint32_t number, std::string_view word) {
  append_with_number(out, "* ", number);
  out.append(" ").append(word).append("\r\n");
}

// "SEARCH" *(SP nz-number) [SP search-sort-mod-seq]             RFC 7162 sec 7
void append_numbers(std::string& out, std::string_view word, std::span<const std::uint32_t> numbers,
                    std::optional<std::uint64_t> mod_seq) {
  out.append("* ").append(word);
  for (const std::uint32_t number : numbers) append_with_number(out, " ", number);
  if (mod_seq) {
    append_with_number(out, " (MODSEQ ", *mod_seq);
    out += ')';
  }
  out += "\r\n";
}

}  // namespace

void append_enabled(std::string& out, std::span<const std::string> words) {
  out += "* ENABLED";
  append_words(out, words);
  out += "\r\n";
}

// id-response = "ID" SP id-params-list                          RFC 2971 sec 4
void append_id(std::string& out, const IdArguments& id, TextForm form) {
  out += "* ID ";
  const char* before = "(";
  for (const auto& [field, value] : id.fields) {
    out += before;
    append_string(out, field, form);
    out += ' ';
    append_nstring(out, value, form);
    before = " ";
  }
  out += id.fields.empty() ? "NIL\r\n" : ")\r\n";
}

void append_flags_line(std::string& out, std::span<const std::string_view> flags) {
  out += "* FLAGS ";
  append_flags(out, flags);
  out += "\r\n";
}

void append_exists(std::string& out, std::uint32_t count) { append_counted(out, count, "EXISTS"); }
void append_recent(std::string& out, std::uint32_t count) { append_counted(out, count, "RECENT"); }
void append_expunge(std::string& out, std::uint32_t number) {
  append_counted(out, number, "EXPUNGE");
}

// expunged-resp = "VANISHED" [SP "(EARLIER)"] SP known-uids     RFC 7162 sec 7
void append_vanished(std::string& out, std::string_view uids, Vanished when) {
  if (uids.empty()) return;
  out += when == Vanished::earlier ? "* VANISHED (EARLIER) " : "* VANISHED ";
  out.append(uids).append("\r\n");
}

void append_search(std::string& out, std::span<const std::uint32_t> numbers,
                   std::optional<std::uint64_t> mod_seq) {
  append_numbers(out, "SEARCH", numbers, mod_seq);
}

void append_sort(std::string& out, std::span<const std::uint32_t> numbers,
                 std::optional<std::uint64_t> mod_seq) {
  append_numbers(out, "SORT", numbers, mod_seq);
}

// esearch-response = "ESEARCH" [search-correlator] [SP "UID"] *(SP search-return-data)
// search-correlator = SP "(" "TAG" SP tag-string ")"            RFC 9051 sec 9
void append_esearch(std::string& out, const ExtendedSearch& search) {
  out += "* ESEARCH";
  if (!search.tag.empty()) {
    out += " (TAG ";
    append_string(out, search.tag, TextForm::ascii);
    out += ')';
  }
  if (search.numbering == Numbering::uid) out += " UID";
  if (search.min) append_with_number(out, " MIN ", *search.min);
  if (search.max) append_with_number(out, " MAX ", *search.max);
  if (!search.all.empty()) out.append(" ALL ").append(print_numbers(search.all));
  if (search.count) append_with_number(out, " COUNT ", *search.count);
  if (search.mod_seq) append_with_number(out, " MODSEQ ", *search.mod_seq);
  out += "\r\n";
}

}  // namespace postiche::imap
