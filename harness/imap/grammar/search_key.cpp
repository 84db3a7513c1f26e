// SPDX-License-Identifier: MIT
#include <utility>

#include "harness/base/ascii.h"
#include "harness/imap/characters.h"
#include "harness/imap/grammar/grammar.h"
#include "harness/imap/grammar/productions.h"
#include "harness/imap/internal_date.h"
#include "harness/imap/search/search_names.h"

namespace postiche::imap {

namespace {

using KeyKind = SearchKey::Kind;

SearchKey key_of(KeyKind kind, std::string_view text = "") {
  SearchKey key;
  key.kind = kind;
  key.text = text;
  return key;
}

SearchKey negated(SearchKey key) {
  SearchKey out = key_of(KeyKind::none_of);
  out.keys.push_back(std::move(key));
  return out;
}

bool begins_set(char c) { return ascii::is_digit(c) || c == '*' || c == '$'; }

// How deep it stands and how many there were bounds what a command may cost.
class KeyReader {
 public:
  explicit KeyReader(Reader& reader) : reader_(reader) {}

  // search-key *(SP search-key)                               RFC 9051 sec 9
  SearchKey conjunction() {
    std::vector<SearchKey> keys;
    do {
      keys.push_back(key());
    } while (reader_.more());
    return joined(std::move(keys));
  }

 private:
  static SearchKey joined(std::vector<SearchKey> keys) {
    if (keys.size() == 1) return std::move(keys.front());
    SearchKey all = key_of(KeyKind::all_of);
    all.keys = std::move(keys);
    return all;
  }

  // search-key = ... / sequence-set / "(" search-key *(SP search-key) ")"
  SearchKey key() {
    if (++count_ > item_limit) reader_.refuse("too-many");
    if (depth_ == nesting_limit) reader_.refuse("too-deep");
    if (reader_.failed()) return {};
    if (begins_set(reader_.next())) return set_key(KeyKind::numbers);
    ++depth_;
    SearchKey key = reader_.next() == '(' ? group() : named();
    --depth_;
    return key;
  }

  SearchKey group() {
    std::vector<SearchKey> keys;
    reader_.list([&] { keys.push_back(key()); });
    if (keys.empty()) reader_.refuse("missing-argument");
    return joined(std::move(keys));
  }

  SearchKey set_key(KeyKind kind) {
    SearchKey key = key_of(kind);
    key.set = reader_.sequence_set();
    return key;
  }

  SearchKey named() {
    const SearchName* const name = find_search_name(reader_.atom());
    if (!name) {
      reader_.refuse("unknown-item");
      return {};
    }
    switch (name->operand) {
      case SearchOperand::none:
        return key_of(name->kind, name->text);
      case SearchOperand::absent:
        return negated(key_of(name->kind, name->text));
      case SearchOperand::fresh:
        return fresh();
      default:
        reader_.expect_space();
        return with_operand(*name);
    }
  }

  // "NEW": as "(RECENT UNSEEN)"                               RFC 3501 sec 6.4.4
  static SearchKey fresh() {
    SearchKey key = key_of(KeyKind::all_of);
    key.keys.push_back(key_of(KeyKind::keyword, "\\Recent"));
    key.keys.push_back(negated(key_of(KeyKind::keyword, "\\Seen")));
    return key;
  }

  SearchKey with_operand(const SearchName& name) {
    switch (name.operand) {
      case SearchOperand::set:
        return set_key(name.kind);
      case SearchOperand::key:
        return negated(key());
      case SearchOperand::keys:
        return alternatives();
      case SearchOperand::no_keyword:
        return negated(key_of(name.kind, reader_.atom()));
      default:
        return with_value(name);
    }
  }

  SearchKey with_value(const SearchName& name) {
    SearchKey key = key_of(name.kind);
    key.field = name.text;
    switch (name.operand) {
      case SearchOperand::field:
        key.field = reader_.astring();
        reader_.expect_space();
        key.text = reader_.astring();
        break;
      case SearchOperand::day:
        key.day = day();
        break;
      case SearchOperand::number:
        key.number = reader_.number(largest_number64);
        break;
      case SearchOperand::interval:
        key.number = reader_.number_from_1(largest_number32);
        break;
      case SearchOperand::mod_seq:
        key.number = mod_seq();
        break;
      case SearchOperand::keyword:
      case SearchOperand::object:
        key.text = reader_.atom();
        break;
      default:
        key.text = reader_.astring();
    }
    return key;
  }

  // "OR" SP search-key SP search-key
  // Clients make a list of three by OR a OR b c. Such a row is taken as one list, else a hundred
  // senders would be a hundred keys deep.
  SearchKey alternatives() {
    SearchKey either = key_of(KeyKind::one_of);
    do {
      either.keys.push_back(key());
      reader_.expect_space();
    } while (reader_.take("OR "));
    either.keys.push_back(key());
    return either;
  }

  // date = date-text / DQUOTE date-text DQUOTE
  std::chrono::year_month_day day() {
    const auto day =
        parse_day(reader_.next() == '"' ? reader_.string() : std::string(reader_.atom()));
    if (!day) reader_.refuse("bad-date");
    return day.value_or(std::chrono::year_month_day{});
  }

  // search-modsequence = "MODSEQ" [search-modseq-ext] SP mod-sequence-valzer
  // search-modseq-ext = SP entry-name SP entry-type-req       RFC 7162 sec 7
  // There is one MODSEQ for all flags of a message, so which is meant makes no difference.
  std::uint64_t mod_seq() {
    if (!ascii::is_digit(reader_.next())) {
      reader_.string();
      reader_.expect_space();
      if (!reader_.take_word("priv") && !reader_.take_word("shared") && !reader_.take_word("all")) {
        reader_.refuse("unknown-item");
      }
      reader_.expect_space();
    }
    return reader_.number(largest_number64);
  }

  Reader& reader_;
  int depth_ = 0;
  std::size_t count_ = 0;
};

}  // namespace

SearchKey read_search_keys(Reader& reader) { return KeyReader(reader).conjunction(); }

}  // namespace postiche::imap
