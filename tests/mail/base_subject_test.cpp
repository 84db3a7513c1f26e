// SPDX-License-Identifier: MIT
#include "harness/mail/base_subject.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace postiche::mail {

namespace {

enum class Kind { first, reply };

struct Case {
  std::string subject, base;
  Kind kind;
};

void check(const std::vector<Case>& cases) {
  for (const Case& each : cases) {
    CAPTURE(each.subject);
    const BaseSubject base = base_subject_of(each.subject);
    CHECK(base.text == each.base);
    CHECK(base.is_reply_or_forward == (each.kind == Kind::reply));
  }
}

}  // namespace

TEST_CASE("what says that a message answers or forwards is taken off") {
  check({{"Re: hello", "hello", Kind::reply},
         {"RE: re : Fw: FWD:hello", "hello", Kind::reply},
         {"Re[2]: hello", "hello", Kind::reply},
         {"Re [a b] : hello", "hello", Kind::reply},
         {"hello (fwd)", "hello", Kind::reply},
         {"hello (FWD) (fwd) ", "hello", Kind::reply},
         {"[fwd: hello]", "hello", Kind::reply},
         {"[Fwd: Re: [Fwd: hello (fwd)]]", "hello", Kind::reply},
         {"Re:", "", Kind::reply}});
}

TEST_CASE("marks of lists go, as long as something is left") {
  check({{"[list] hello", "hello", Kind::first},
         {"[a][b] [c] hello", "hello", Kind::first},
         {"[list] Re: [other] hello", "hello", Kind::reply},
         {"Re: [list] Re: hello", "hello", Kind::reply},
         {"[list]", "[list]", Kind::first},
         {"[a] [b]", "[b]", Kind::first},
         {"Re: [list]", "[list]", Kind::reply},
         {"[[a]] hello", "[[a]] hello", Kind::first},
         {"[open hello", "[open hello", Kind::first}});
}

TEST_CASE("the rest stays, its white space apart") {
  check({{"hello", "hello", Kind::first},
         {"  two\t  words ", "two words", Kind::first},
         {"Regarding: hello", "Regarding: hello", Kind::first},
         {"re hello", "re hello", Kind::first},
         {"hello re: you", "hello re: you", Kind::first},
         {"[fwd: hello", "[fwd: hello", Kind::first},
         {"Aw: hello", "Aw: hello", Kind::first},
         {"", "", Kind::first},
         {" ", "", Kind::first}});
}

TEST_CASE("encoded words are decoded first") {
  check({{"=?utf-8?q?Re=3A_h=C3=BC?=", "h\xC3\xBC", Kind::reply},
         {"Re: =?utf-8?q?a?= =?utf-8?q?b?=", "ab", Kind::reply}});
}

TEST_CASE("a subject of any length is read in linear time") {
  for (const char* text : {"[a]", "re:", "[fwd:", "(fwd)", "[a", " ", "[a]re", "re [a]"}) {
    CAPTURE(text);
    std::string subject;
    while (subject.size() < 500'000) subject += text;
    CHECK(base_subject_of(subject).text.size() <= subject.size());
    const std::string closed = subject + std::string(100'000, ']');
    CHECK(base_subject_of(closed).text.size() <= closed.size());
  }
}

}  // namespace postiche::mail
