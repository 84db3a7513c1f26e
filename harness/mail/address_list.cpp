// SPDX-License-Identifier: MIT
#include "harness/mail/address_list.h"

#include <utility>

#include "harness/mail/structured_text.h"

namespace postiche::mail {

namespace {

constexpr std::size_t most_addresses = 10'000;

// What ends a word. "." stands apart: what it joins is one local-part.
constexpr std::string_view ends_of_word = "()<>[]:;@\\,\" \t\r\n.";

// Words and dots that may turn out to be a display name or a local-part.
struct Words {
  std::string phrase, local_part;
  bool any = false;        // "" may be a quoted-string
  bool has_space = false;  // between two words that no "." joins

  void add(std::string_view word, bool after_space) {
    if (any && after_space) {
      phrase += ' ';
      if (word != "." && !local_part.ends_with('.')) {
        local_part += ' ';
        has_space = true;
      }
    }
    phrase += word;
    local_part += word;
    any = true;
  }
};

ListedAddress marker(ListedAddress::Kind kind) {
  ListedAddress out;
  out.kind = kind;
  return out;
}

class Reader {
 public:
  Reader(std::string_view value, Findings& findings) : text_(value), findings_(findings) {}

  AddressList read();

 private:
  Words take_words();
  std::string take_domain();
  std::string take_route();
  void take_address();
  void take_mailbox(Words words);
  void take_in_brackets(Words name);
  void begin_group(Words words);
  void end_group();
  void take_separator();
  void name_by_comment(ListedAddress& address);
  void add(ListedAddress address) { list_.push_back(std::move(address)); }

  StructuredText text_;
  Findings& findings_;
  AddressList list_;
  bool in_group_ = false;
};

// address-list = (address *("," address)) / obs-addr-list       RFC 5322 sec 3.4
AddressList Reader::read() {
  for (;;) {
    text_.forget_comment();
    text_.skip_blank();
    if (text_.at_end()) break;
    if (list_.size() >= most_addresses) {
      findings_.note("too-many-addresses");
      break;
    }
    const char c = text_.peek();
    if (c == ',' || c == ';') {
      // "a:;" is a group without members, and "a,,b" is obs-addr-list.
      if (c == ',' || !in_group_) findings_.note("empty-address");
      take_separator();
    } else {
      take_address();
    }
  }
  if (text_.is_open()) findings_.note("unended-text");
  if (in_group_) findings_.note("missing-group-end");
  end_group();
  return std::move(list_);
}

// address = mailbox / group                                     RFC 5322 sec 3.4
// mailbox = name-addr / addr-spec
// The character behind the words tells which it is. Stands behind its separator at the end.
void Reader::take_address() {
  Words words = take_words();
  switch (text_.peek()) {
    case '<':
      take_in_brackets(std::move(words));
      break;
    case ':':
      return begin_group(std::move(words));
    case '@':
      take_mailbox(std::move(words));
      break;
    default:
      if (words.any) {
        take_mailbox(std::move(words));
      } else {
        findings_.note("misplaced-character");
        return text_.step();
      }
  }
  text_.skip_blank();
  name_by_comment(list_.back());
  if (!text_.at_end() && text_.peek() != ',' && text_.peek() != ';') {
    findings_.note("text-behind-address");
    while (!text_.at_end() && text_.peek() != ',' && text_.peek() != ';') {
      if (text_.peek() == '"') text_.take_quoted();
      text_.take_until(",;(\"");
      text_.skip_blank();
    }
  }
  take_separator();
}

void Reader::take_separator() {
  if (text_.take(',') || !text_.take(';')) return;
  if (!in_group_) return findings_.note("semicolon-as-comma");
  end_group();
  text_.skip_blank();
  if (!text_.take(',') && !text_.at_end()) findings_.note("missing-comma");
}

// phrase         = 1*word / obs-phrase                          RFC 5322 sec 3.2.5
// obs-local-part = word *("." word)                             RFC 5322 sec 4.4
Words Reader::take_words() {
  Words words;
  bool after_space = false;
  for (;;) {
    const char c = text_.peek();
    if (c == '"') {
      words.add(text_.take_quoted(), after_space);
    } else if (c == '.') {
      text_.step();
      words.add(".", after_space);
    } else if (const std::string_view word = text_.take_until(ends_of_word); !word.empty()) {
      words.add(word, after_space);
    } else {
      return words;
    }
    after_space = text_.skip_blank();
  }
}

// domain = dot-atom / domain-literal / obs-domain               RFC 5322 sec 3.4.1
std::string Reader::take_domain() {
  text_.skip_blank();
  if (text_.peek() == '[') return std::string(text_.take_literal());
  std::string out;
  for (;;) {
    const std::string_view word = text_.take_until(ends_of_word);
    const bool has_dot = text_.take('.');
    if (word.empty() && !has_dot) return out;
    out += word;
    if (has_dot) out += '.';
    const bool has_space = text_.skip_blank();
    // obs-domain = atom *("." atom): what a dot does not join is no more of it.
    if (has_space && !out.ends_with('.') && text_.peek() != '.') return out;
  }
}

// addr-spec = local-part "@" domain                             RFC 5322 sec 3.4.1
void Reader::take_mailbox(Words words) {
  ListedAddress address;
  if (!words.any) findings_.note("missing-local-part");
  if (words.has_space) findings_.note("space-in-address");
  address.mailbox = std::move(words.local_part);
  const bool has_host = text_.take('@');
  address.host = has_host ? take_domain() : "";
  if (address.host->empty()) findings_.note("missing-host");
  add(std::move(address));
}

// obs-domain-list = *(CFWS / ",") "@" domain *("," [CFWS] ["@" domain])        RFC 5322 sec 4.4
// With the ":" behind it, which may be missing.
std::string Reader::take_route() {
  std::string route;
  for (;;) {
    text_.skip_blank();
    if (text_.take(',')) continue;
    if (!text_.take('@')) break;
    if (!route.empty()) route += ',';
    route += '@' + take_domain();
  }
  text_.take(':');
  text_.skip_blank();
  return route;
}

// angle-addr = [CFWS] "<" addr-spec ">" [CFWS] / obs-angle-addr         RFC 5322 sec 3.4
void Reader::take_in_brackets(Words name) {
  text_.step();
  text_.skip_blank();
  std::string route = text_.peek() == '@' || text_.peek() == ',' ? take_route() : "";
  Words words = take_words();
  if (!words.any && text_.peek() == '>') {
    // "<>" is no address, but there is nothing else to say of it.
    findings_.note("missing-local-part");
    ListedAddress nobody;
    nobody.mailbox = nobody.host = "";
    add(std::move(nobody));
  } else {
    take_mailbox(std::move(words));
  }
  ListedAddress& address = list_.back();
  if (name.any) address.name = std::move(name.phrase);
  if (!route.empty()) address.route = std::move(route);
  // What stands in the way is skipped: "<a@b c@d>".
  text_.skip_blank();
  if (text_.peek() != '>' && !text_.at_end()) {
    findings_.note(text_.peek() == ',' ? "missing-closing-bracket" : "text-behind-address");
    text_.take_until(">,");
  }
  if (text_.at_end()) findings_.note("missing-closing-bracket");
  text_.take('>');
}

// group = display-name ":" [group-list] ";" [CFWS]              RFC 5322 sec 3.4
void Reader::begin_group(Words words) {
  text_.step();
  if (in_group_) findings_.note("group-inside-group");
  end_group();
  in_group_ = true;
  add(marker(ListedAddress::Kind::group_begin));
  list_.back().mailbox = std::move(words.phrase);
}

void Reader::end_group() {
  if (in_group_) add(marker(ListedAddress::Kind::group_end));
  in_group_ = false;
}

// "bob@x (Bob Smith)" is how names were written before there was a place for them.
void Reader::name_by_comment(ListedAddress& address) {
  if (!address.name && !text_.comment().empty()) address.name = text_.comment();
}

}  // namespace

AddressList parse_address_list(std::string_view value, Findings& findings) {
  return Reader(value, findings).read();
}

}  // namespace postiche::mail
