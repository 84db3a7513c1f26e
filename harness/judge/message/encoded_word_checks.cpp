// SPDX-License-Identifier: MIT
// Encoded words in headers: RFC 2047.

#include <algorithm>

#include "harness/base/ascii.h"
#include "harness/base/utf8.h"
#include "harness/judge/check.h"
#include "harness/judge/lines.h"
#include "harness/judge/message/encoded_words.h"

namespace postiche::judge {

namespace {

bool is_one_of(std::string_view name, std::initializer_list<std::string_view> names) {
  return ascii::contains_ignoring_case(names, name);
}

bool has_addresses(const mail::Field& field) {
  return is_one_of(field.name, {"From", "Sender", "Reply-To", "To", "Cc", "Bcc"});
}

bool has_parameters(const mail::Field& field) {
  return is_one_of(field.name, {"Content-Type", "Content-Disposition"});
}

// Calls look(field, its words) for each field that has any.
template <typename Look>
void for_each_worded(const Letter& letter, Look look) {
  for (const mail::Field& field : letter.fields) {
    const auto words = encoded_words_in(field.value);
    if (!words.empty()) look(field, words);
  }
}

// RFC 2047 sec 2
void length_limits(const Letter& letter, Finder& finder) {
  constexpr std::size_t most_of_word = 75, most_of_line = 76;
  Judging judging(letter, finder);
  for_each_worded(letter, [&](const mail::Field& field, const auto& words) {
    judging.saw();
    for (const EncodedWord& word : words) {
      if (word.whole.size() <= most_of_word) continue;
      judging.blame(std::string(field.name) + " has an encoded-word of " +
                        std::to_string(word.whole.size()) + " characters",
                    word.whole);
    }
    for (const std::string_view line : lines_in(field.whole)) {
      if (line.size() <= most_of_line || encoded_words_in(line).empty()) continue;
      judging.blame(std::string(field.name) + " has an encoded-word on a line of " +
                        std::to_string(line.size()) + " characters",
                    line);
    }
  });
  judging.finish();
}

// Where `word` stands: within quotes, or within "<...>".
bool is_in_quotes_or_brackets(std::string_view value, std::string_view word) {
  bool quoted = false, bracketed = false;
  const auto end = static_cast<std::size_t>(word.data() - value.data());
  for (std::size_t i = 0; i < end; ++i) {
    if (value[i] == '\\') {
      ++i;
    } else if (value[i] == '"') {
      quoted = !quoted;
    } else if (!quoted && (value[i] == '<' || value[i] == '>')) {
      bracketed = value[i] == '<';
    }
  }
  return quoted || bracketed;
}

void judge_places(const mail::Field& field, Judging& judging) {
  for (const EncodedWord& word : encoded_words_in(field.value)) {
    judging.saw();
    const bool wrong = has_parameters(field) || is_one_of(field.name, {"Received"}) ||
                       (has_addresses(field) && is_in_quotes_or_brackets(field.value, word.whole));
    if (!wrong) continue;
    judging.blame(std::string(field.name) + " has an encoded-word where there may be none",
                  word.whole);
  }
}

// RFC 2047 sec 5
void allowed_places(const Letter& letter, Finder& finder) {
  Judging judging(letter, finder);
  for (const mail::Part* const part : letter.parts) {
    mail::FieldReader reader(letter.in(part->header));
    while (const auto field = reader.next()) judge_places(*field, judging);
  }
  judging.finish();
}

// What stands before and behind a word: white space, or what structures a field.
bool stands_alone(std::string_view value, std::string_view word, bool is_structured) {
  const auto begin = static_cast<std::size_t>(word.data() - value.data());
  const std::size_t end = begin + word.size();
  const std::string_view before = is_structured ? " \t\n(,:" : " \t\n";
  const std::string_view behind = is_structured ? " \t\r\n),:;" : " \t\r\n";
  const bool free_before = begin == 0 || before.find(value[begin - 1]) != before.npos;
  const bool free_behind = end >= value.size() || behind.find(value[end]) != behind.npos;
  return free_before && free_behind;
}

// RFC 2047 sec 5
void whole_characters(const Letter& letter, Finder& finder) {
  Judging judging(letter, finder);
  for_each_worded(letter, [&](const mail::Field& field, const auto& words) {
    if (has_parameters(field)) return;  // there it is wrong anyway
    for (const EncodedWord& word : words) {
      judging.saw();
      if (is_in_quotes_or_brackets(field.value, word.whole) && has_addresses(field)) continue;
      if (!stands_alone(field.value, word.whole, has_addresses(field))) {
        judging.blame(std::string(field.name) + " has an encoded-word that touches what is beside",
                      word.whole);
      }
      const auto octets = word.octets();
      const bool is_utf8 = ascii::equal_ignoring_case(word.charset, "UTF-8");
      if (is_utf8 && octets && !utf8::is_valid(*octets)) {
        judging.blame(std::string(field.name) + " has an encoded-word of half characters",
                      word.whole);
      }
    }
  });
  judging.finish();
}

// RFC 2047 sec 2
void no_inner_space(const Letter& letter, Finder& finder) {
  Judging judging(letter, finder);
  for_each_worded(letter, [&](const mail::Field& field, const auto& words) {
    for (const EncodedWord& word : words) {
      judging.saw();
      if (word.has_space) {
        judging.blame(std::string(field.name) + " has white space in an encoded-word", word.whole);
      }
    }
  });
  judging.finish();
}

// RFC 2231 sec 4
void extended_parameters(const Letter& letter, Finder& finder) {
  Judging judging(letter, finder);
  for (const mail::Part* const part : letter.parts) {
    mail::FieldReader reader(letter.in(part->header));
    while (const auto field = reader.next()) {
      const std::string value = ascii::to_lower(field->value);
      const bool names_one = value.find("name=") != value.npos || value.find("name*") != value.npos;
      if (!has_parameters(*field) || !names_one) continue;
      judging.saw();
      if (ascii::has_8bit(field->value) && !letter.is_utf8) {
        judging.blame(std::string(field->name) + " has a name with octets above 127", field->whole);
      }
    }
  }
  judging.finish();
}

constexpr MessageCheck message_encoded_word_table[] = {
    {"message.encoded-word.length-limits", length_limits},
    {"message.encoded-word.only-in-allowed-places", allowed_places},
    {"message.encoded-word.split-between-characters", whole_characters},
    {"message.encoded-word.no-inner-white-space", no_inner_space},
    {"message.parameter.extended-form-for-non-ascii", extended_parameters},
};

}  // namespace

std::span<const MessageCheck> message_encoded_word_checks() { return message_encoded_word_table; }

}  // namespace postiche::judge
