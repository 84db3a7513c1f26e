// SPDX-License-Identifier: MIT
#include "harness/mail/address_list.h"

#include <doctest/doctest.h>

#include <memory>
#include <string>
#include <vector>

#include "harness/mail/field_reader.h"

namespace postiche::mail {

namespace {

using Names = std::vector<std::string_view>;

std::string drawn(const std::optional<std::string>& text) { return text ? "'" + *text + "'" : "-"; }

// "(name route mailbox host)" of each, as ENVELOPE has them; "-" is NIL.
std::string drawn(const AddressList& list) {
  std::string out;
  for (const ListedAddress& each : list) {
    if (each.kind == ListedAddress::Kind::group_begin) out += "begin";
    if (each.kind == ListedAddress::Kind::group_end) out += "end";
    out += "(" + drawn(each.name) + " " + drawn(each.route) + " " + drawn(each.mailbox) + " " +
           drawn(each.host) + ")";
  }
  return out;
}

struct Case {
  std::string value;
  std::string drawing;
  Names deviations;
};

void check(const std::vector<Case>& cases) {
  for (const Case& each : cases) {
    CAPTURE(each.value);
    const auto heap = std::make_unique<char[]>(each.value.size());
    each.value.copy(heap.get(), each.value.size());
    Findings findings;
    const auto list = parse_address_list({heap.get(), each.value.size()}, findings);
    CHECK(drawn(list) == each.drawing);
    std::string found, wanted;
    for (const std::string_view name : findings.deviations) found.append(name).append(" ");
    for (const std::string_view name : each.deviations) wanted.append(name).append(" ");
    CHECK(found == wanted);
    // What is clean is printed so that it reads the same.
    Findings again;
    if (each.deviations.empty()) CHECK(parse_address_list(unfold(print(list)), again) == list);
    CHECK(again.deviations.empty());
  }
}

}  // namespace

TEST_CASE("addresses have names, quoted or not, and lose their quoting") {
  check({{"bob@example.com", "(- - 'bob' 'example.com')", {}},
         {"<bob@example.com>", "(- - 'bob' 'example.com')", {}},
         {"Bob Smith <bob@x>, \"Smith, Al\" <al@y>",
          "('Bob Smith' - 'bob' 'x')('Smith, Al' - 'al' 'y')",
          {}},
         {"John Q. Public <j@x>", "('John Q. Public' - 'j' 'x')", {}},
         {"\"a \\\"b\\\" \\\\c\"  d <e@f>", "('a \"b\" \\c d' - 'e' 'f')", {}},
         {"\"two words\"@x, \"\"@y", "(- - 'two words' 'x')(- - '' 'y')", {}},
         {"\"\" <a@b>", "('' - 'a' 'b')", {}},
         {"a@[192.0.2.1], b@[IPv6:::1]", "(- - 'a' '[192.0.2.1]')(- - 'b' '[IPv6:::1]')", {}},
         {"", "", {}},
         {" \t ", "", {}}});
}

TEST_CASE("what is encoded or not ASCII is left as it is") {
  check({{"=?utf-8?q?J=C3=BCrgen?= =?utf-8?q?_X?= <j@x>",
          "('=?utf-8?q?J=C3=BCrgen?= =?utf-8?q?_X?=' - 'j' 'x')",
          {}},
         {"J\xC3\xBCrgen <j\xC3\xBC@x\xC3\xBC>", "('J\xC3\xBCrgen' - 'j\xC3\xBC' 'x\xC3\xBC')", {}},
         {"J\xFCrgen <j@x>", "('J\xFCrgen' - 'j' 'x')", {}}});
}

TEST_CASE("groups are marked where they begin and end") {
  check(
      {{"undisclosed-recipients:;", "begin(- - 'undisclosed-recipients' -)end(- - - -)", {}},
       {"A Group: Ed <ed@x>, joe@y ; , z@z",
        "begin(- - 'A Group' -)('Ed' - 'ed' 'x')(- - 'joe' 'y')end(- - - -)(- - 'z' 'z')",
        {}},
       {"a:b@c; d@e", "begin(- - 'a' -)(- - 'b' 'c')end(- - - -)(- - 'd' 'e')", {"missing-comma"}},
       {"\"a:b\" : c@d", "begin(- - 'a:b' -)(- - 'c' 'd')end(- - - -)", {"missing-group-end"}},
       {"a:b:c@d;",
        "begin(- - 'a' -)end(- - - -)begin(- - 'b' -)(- - 'c' 'd')end(- - - -)",
        {"group-inside-group"}}});
}

TEST_CASE("comments vanish, but for one that stands for the name") {
  check({{"bob@x (Bob (the) \\) Smith)", "('Bob (the) ) Smith' - 'bob' 'x')", {}},
         {"a@b (A), c@d", "('A' - 'a' 'b')(- - 'c' 'd')", {}},
         {"Bob (B) <bob@x> (C)", "('Bob' - 'bob' 'x')", {}},
         {"(a) bob (b) @ (c) x (d) . (e) y", "('e' - 'bob' 'x.y')", {}},
         {"a@b, c@d (e", "(- - 'a' 'b')('e' - 'c' 'd')", {"unended-text"}},
         {"(only)", "", {}}});
}

TEST_CASE("obsolete forms are read") {
  check({{"<@a.example,@b.example:bob@c>", "(- '@a.example,@b.example' 'bob' 'c')", {}},
         {"< @a , , @b : c . d @ e . f >", "(- '@a,@b' 'c.d' 'e.f')", {}},
         {"John <j . \"q r\" . s @ x . y>", "('John' - 'j.q r.s' 'x.y')", {}},
         {",a@b,, c@d,", "(- - 'a' 'b')(- - 'c' 'd')", {"empty-address"}},
         {"a..b.@x", "(- - 'a..b.' 'x')", {}}});
}

TEST_CASE("broken addresses are read as far as they can be meant") {
  check(
      {{"bob", "(- - 'bob' '')", {"missing-host"}},
       {"Bob Smith", "(- - 'Bob Smith' '')", {"space-in-address", "missing-host"}},
       {"bob@", "(- - 'bob' '')", {"missing-host"}},
       {"@x", "(- - '' 'x')", {"missing-local-part"}},
       {"<>", "(- - '' '')", {"missing-local-part"}},
       {"Nobody <>, a@b", "('Nobody' - '' '')(- - 'a' 'b')", {"missing-local-part"}},
       {"Bob <bob@x, al@y", "('Bob' - 'bob' 'x')(- - 'al' 'y')", {"missing-closing-bracket"}},
       {"Bob <bob@x", "('Bob' - 'bob' 'x')", {"missing-closing-bracket"}},
       {"Bob <",
        "('Bob' - '' '')",
        {"missing-local-part", "missing-host", "missing-closing-bracket"}},
       {"Bob <bob@x> Smith, c@d", "('Bob' - 'bob' 'x')(- - 'c' 'd')", {"text-behind-address"}},
       {"bob@x.example smith \"a,b\", c@d",
        "(- - 'bob' 'x.example')(- - 'c' 'd')",
        {"text-behind-address"}},
       {"<<bob@x>>", "(- - '' '')", {"missing-local-part", "missing-host", "text-behind-address"}},
       {"a@b; c@d;", "(- - 'a' 'b')(- - 'c' 'd')", {"semicolon-as-comma"}},
       {"bob at x <bob@x>", "('bob at x' - 'bob' 'x')", {}},
       {"bob@x <bob@x>", "(- - 'bob' 'x')", {"text-behind-address"}},
       {"]a@b", "(- - 'a' 'b')", {"misplaced-character"}},
       {"\\a@b", "(- - 'a' 'b')", {"misplaced-character"}},
       {"\"open <a@b>", "(- - 'open <a@b>' '')", {"missing-host", "unended-text"}},
       {"a@[b", "(- - 'a' '[b')", {"unended-text"}}});
}

TEST_CASE("a list is printed with quotes where it needs them") {
  Findings findings;
  const auto reprinted = [&](std::string_view value) {
    return print(parse_address_list(value, findings));
  };
  CHECK(reprinted("a@b") == "a@b");
  CHECK(reprinted("\"A\" \"B\" <\"c\".d@e>, f") == "A B <c.d@e>,\r\n f");
  CHECK(reprinted("A. B <\"a b\"@c>, \"\"@d") == "\"A. B\" <\"a b\"@c>,\r\n \"\"@d");
  CHECK(reprinted("=?utf-8?q?a?= =?utf-8?q?b?= <a@b>") == "=?utf-8?q?a?= =?utf-8?q?b?= <a@b>");
  CHECK(reprinted("a:;b:c@d,e;f@g") == "a:;,\r\n b: c@d,\r\n e;,\r\n f@g");
  CHECK(reprinted("<@a,@b:c@d>") == "<@a,@b:c@d>");
}

TEST_CASE("a list of any length is read in linear time") {
  Findings findings;
  const auto repeated = [](std::string_view text) {
    std::string out;
    while (out.size() < 1'000'000) out += text;
    return out;
  };
  for (const char* text : {"a@b,", "(", "\"", "<", "a:", "a ", ".", "[", "<@", "((\\", "=?"}) {
    CAPTURE(text);
    CHECK(parse_address_list(repeated(text), findings).size() <= 10'002);
  }
}

}  // namespace postiche::mail
