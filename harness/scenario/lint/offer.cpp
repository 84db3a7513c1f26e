// SPDX-License-Identifier: MIT
// Commands and parameters come with extensions, and a client that is honest uses none that is not
// offered.

#include <algorithm>
#include <functional>
#include <iterator>
#include <map>
#include <set>

#include "harness/base/ascii.h"
#include "harness/scenario/lint/lint.h"
#include "harness/scenario/vocabulary.h"

namespace postiche::scenario {

namespace {

// A command or a parameter, the keyword that offers it, and how that is written.
struct Brought {
  std::string_view word, keyword, line;
  Protocol protocol = Protocol::smtp;  // and LMTP
};
constexpr Brought commands[] = {
    {"STARTTLS", "STARTTLS", "STARTTLS"},
    {"AUTH", "AUTH", "AUTH PLAIN LOGIN"},
    {"BDAT", "CHUNKING", "CHUNKING"},
    {"ETRN", "ETRN", "ETRN"},
    {"ATRN", "ATRN", "ATRN"},
    {"XCLIENT", "XCLIENT", "XCLIENT NAME ADDR"},
    {"XFORWARD", "XFORWARD", "XFORWARD NAME ADDR"},
    {"TURN", "TURN", "TURN"},
    {"EXPN", "EXPN", "EXPN"},
    {"STLS", "STLS", "STLS", Protocol::pop3},
    {"AUTH", "SASL", "SASL PLAIN", Protocol::pop3},
    {"USER", "USER", "USER", Protocol::pop3},
    {"PASS", "USER", "USER", Protocol::pop3},
    {"UIDL", "UIDL", "UIDL", Protocol::pop3},
    {"TOP", "TOP", "TOP", Protocol::pop3},
    {"UTF8", "UTF8", "UTF8", Protocol::pop3},
    {"LANG", "LANG", "LANG", Protocol::pop3},
    {"STARTTLS", "STARTTLS", "STARTTLS", Protocol::imap},
    {"ID", "ID", "ID", Protocol::imap},
    {"SORT", "SORT", "SORT", Protocol::imap},
    {"THREAD", "THREAD=ORDEREDSUBJECT", "THREAD=ORDEREDSUBJECT", Protocol::imap},
    {"THREAD", "THREAD=REFERENCES", "THREAD=REFERENCES", Protocol::imap},
    {"COMPRESS", "COMPRESS=DEFLATE", "COMPRESS=DEFLATE", Protocol::imap},
    {"UNAUTHENTICATE", "UNAUTHENTICATE", "UNAUTHENTICATE", Protocol::imap},
    {"GETQUOTA", "QUOTA", "QUOTA", Protocol::imap},
    {"GETQUOTAROOT", "QUOTA", "QUOTA", Protocol::imap},
    {"SETQUOTA", "QUOTA", "QUOTA", Protocol::imap},
    {"REPLACE", "REPLACE", "REPLACE", Protocol::imap},
    // What IMAP4rev2 has taken in: RFC 9051 sec E.
    {"ENABLE", "IMAP4REV2", "IMAP4rev2", Protocol::imap},
    {"ENABLE", "ENABLE", "ENABLE", Protocol::imap},
    {"IDLE", "IMAP4REV2", "IMAP4rev2", Protocol::imap},
    {"IDLE", "IDLE", "IDLE", Protocol::imap},
    {"DONE", "IMAP4REV2", "IMAP4rev2", Protocol::imap},
    {"DONE", "IDLE", "IDLE", Protocol::imap},
    {"MOVE", "IMAP4REV2", "IMAP4rev2", Protocol::imap},
    {"MOVE", "MOVE", "MOVE", Protocol::imap},
    {"NAMESPACE", "IMAP4REV2", "IMAP4rev2", Protocol::imap},
    {"NAMESPACE", "NAMESPACE", "NAMESPACE", Protocol::imap},
    {"UNSELECT", "IMAP4REV2", "IMAP4rev2", Protocol::imap},
    {"UNSELECT", "UNSELECT", "UNSELECT", Protocol::imap},
    {"UID EXPUNGE", "IMAP4REV2", "IMAP4rev2", Protocol::imap},
    {"UID EXPUNGE", "UIDPLUS", "UIDPLUS", Protocol::imap},
};
constexpr Brought parameters[] = {
    {"SIZE=", "SIZE", "SIZE 1000000"},
    {"BODY=BINARYMIME", "BINARYMIME", "BINARYMIME"},
    {"BODY=", "8BITMIME", "8BITMIME"},
    {"SMTPUTF8", "SMTPUTF8", "SMTPUTF8"},
    {"RET=", "DSN", "DSN"},
    {"ENVID=", "DSN", "DSN"},
    {"NOTIFY=", "DSN", "DSN"},
    {"ORCPT=", "DSN", "DSN"},
    {"AUTH=", "AUTH", "AUTH PLAIN LOGIN"},
    {"REQUIRETLS", "REQUIRETLS", "REQUIRETLS"},
    {"MT-PRIORITY=", "MT-PRIORITY", "MT-PRIORITY"},
    {"HOLDFOR=", "FUTURERELEASE", "FUTURERELEASE 86400 2030-01-01T00:00:00Z"},
    {"HOLDUNTIL=", "FUTURERELEASE", "FUTURERELEASE 86400 2030-01-01T00:00:00Z"},
    {"BY=", "DELIVERBY", "DELIVERBY"},
    {"SOLICIT=", "NO-SOLICITING", "NO-SOLICITING"},
    {"RRVS=", "RRVS", "RRVS"},
};

class Offered {
 public:
  explicit Offered(const Lint& lint) {
    for (const Section* const part : lint.parts) add(*part);
    // Whoever answers EHLO himself says there what he likes.
    for (const Rule* const rule : lint.rules) {
      if (!std::any_of(rule->when.begin(), rule->when.end(), may_be_hello)) continue;
      for (const Step& step : rule->steps) {
        each_text(step, [&](const Template& text) { add_words(text); });
      }
    }
    each_item(lint, [&](const DialogueItem& item) {
      if (const auto* const say = std::get_if<SayItem>(&item.what)) {
        for (const Template& line : say->lines) add_words(line);
      }
      const auto* const step = std::get_if<Step>(&item.what);
      if (step) each_text(*step, [&](const Template& text) { add_words(text); });
    });
  }

  bool has(Protocol protocol, std::string_view keyword) const {
    const auto own = words_.find(family_of(protocol));
    return said_.contains(keyword) || (own != words_.end() && own->second.contains(keyword));
  }
  // Whether any of it is played.
  bool is_played(Protocol protocol) const { return words_.contains(family_of(protocol)); }

 private:
  using Words = std::set<std::string, std::less<>>;

  static bool may_be_hello(const Trigger& trigger) {
    return trigger.event == Event::command || trigger.event == Event::first_command ||
           trigger.verb == "EHLO" || trigger.verb == "HELO" || trigger.verb == "LHLO" ||
           trigger.verb == "CAPA" || trigger.verb == "CAPABILITY";
  }
  static std::string keyword_of(const Capability& capability) {
    return ascii::to_upper(capability.line.substr(0, capability.line.find(' ')));
  }
  static void change(const OfferChange& by, Words& words) {
    if (by.only) {
      words.clear();
      for (const Capability& one : *by.only) words.insert(keyword_of(one));
    }
    for (const Capability& one : by.remove) words.erase(keyword_of(one));
    for (const Capability& one : by.add) words.insert(keyword_of(one));
    for (const Capability& one : by.hide) words.insert(keyword_of(one));
  }
  // What is offered at any stage counts.
  void add(const Section& part) {
    Words always;
    for (const std::string_view word : honest_capabilities(part.protocol)) {
      always.insert(ascii::to_upper(word));
    }
    // IMAP's greeting may tell them: RFC 9051 sec 7.1.
    const bool tells = part.protocol == Protocol::imap && part.greeting;
    if (tells)
      for (const Template& line : *part.greeting) add_words(line);
    change(part.offer, always);
    Words& words = words_[family_of(part.protocol)];
    words.insert(always.begin(), always.end());
    for (const auto* const stage :
         {&part.offer.plain, &part.offer.tls, &part.offer.authenticated}) {
      if (!*stage) continue;
      Words then = always;
      change(**stage, then);
      words.merge(then);
    }
  }
  void add_words(const Template& text) {
    text.each([&](bool is_name, std::string_view piece) {
      std::string word;
      for (const char c : is_name ? std::string_view() : piece) {
        if (ascii::is_alnum(c)) {
          word += ascii::upper(c);
        } else if (c != '-' || word.empty() || ascii::is_digit(word.front())) {
          said_.insert(std::exchange(word, {}));
        } else {
          word += c;
        }
      }
      said_.insert(word);
    });
  }

  std::map<Protocol, Words> words_;
  Words said_;  // by rules and dialogues, in whatever protocol
};

std::string_view first_word(const Template& line) {
  const std::string_view text = line.leading_text();
  return text.substr(0, text.find(' '));
}

// POP3 and IMAP have no codes for it.
bool is_refusal_in_words(const ReplyStep& reply) {
  if (reply.lines.empty()) return false;
  const std::string_view last = first_word(reply.lines.back());
  return first_word(reply.lines.front()) == "-ERR" || last == "NO" || last == "BAD";
}

// A rule that is there in case a client sends it all the same: it judges or notes that, or answers
// as a server does that has no such command.
bool is_prepared(const Rule& rule) {
  constexpr int not_here[] = {500, 502, 503, 504, 530, 538, 555};
  return std::any_of(rule.steps.begin(), rule.steps.end(), [&](const Step& step) {
    const auto* const reply = std::get_if<ReplyStep>(&step.what);
    if (reply && is_refusal_in_words(*reply)) return true;
    return std::holds_alternative<VerdictStep>(step.what) ||
           std::holds_alternative<MarkStep>(step.what) ||
           (reply && std::count(std::begin(not_here), std::end(not_here), code_of(*reply)) > 0);
  });
}

// What brings the command, where none of the protocols that are played offers it; `only` one.
const Brought* not_offered(const Trigger& trigger, const Offered& offered,
                           std::optional<Protocol> only = std::nullopt) {
  if (trigger.event != Event::command_named) return nullptr;
  const Brought* missing = nullptr;
  for (const Brought& one : commands) {
    if (!covers(one.word, trigger.verb) || !offered.is_played(one.protocol)) continue;
    if (only && family_of(*only) != one.protocol) continue;
    if (offered.has(one.protocol, one.keyword)) return nullptr;
    missing = &one;
  }
  return missing;
}

// A parameter that the pattern asks for, where none that it asks for is offered.
const Brought* not_offered(const Condition& leaf, const Offered& offered) {
  if (leaf.attribute != Attribute::parameters || leaf.pattern->matches("")) return nullptr;
  if (!offered.is_played(Protocol::smtp)) return nullptr;
  const std::string text = ascii::to_upper(leaf.pattern->describe());
  const Brought* missing = nullptr;
  for (const Brought& one : parameters) {
    if (text.find(one.word) == std::string::npos) continue;
    if (offered.has(one.protocol, one.keyword)) return nullptr;
    if (!missing) missing = &one;
  }
  return missing;
}

class OfferLint {
 public:
  explicit OfferLint(const Lint& lint) : lint_(lint), offered_(lint) {}

  void ask(const Rule& rule) const {
    if (rule.when.empty() || is_prepared(rule)) return;
    const Protocol protocol = section_of(rule).protocol;
    const auto gone = [&](const Trigger& trigger) {
      return not_offered(trigger, offered_, protocol);
    };
    if (std::all_of(rule.when.begin(), rule.when.end(), gone)) {
      tell(rule.place, *gone(rule.when.front()), "; or judge who does with 'verdict'");
      return;
    }
    ask(rule.if_);
  }
  void ask(const Phase& phase) const {
    if (!phase.until) return;
    if (const auto* const missing = not_offered(*phase.until, offered_)) {
      tell(phase.place, *missing, ", or this phase has no end");
    }
  }
  void ask(const Expectation& one) const {
    if (one.level != Level::must && one.level != Level::should) return;
    const auto* const count = std::get_if<CountForm>(&one.form);
    if (count && count->at_least.value_or(0) > 0) ask(one, count->event, &count->if_);
    const auto* const occurrence = std::get_if<OccurrenceForm>(&one.form);
    if (occurrence && occurrence->wanted) ask(one, occurrence->event, &occurrence->if_);
    const auto* const within = std::get_if<WithinForm>(&one.form);
    if (!within) return;
    ask(one, within->event, nullptr);
    ask(one, within->after, nullptr);
  }

 private:
  void tell(const Place& place, const Brought& missing, const std::string& more) const {
    std::string word(missing.word);
    if (word.ends_with('=')) word.pop_back();
    const std::string offer = missing.keyword == word ? word : std::string(missing.keyword);
    lint_.warn(
        place,
        offer + " is not offered, so no honest client will send " + (offer == word ? "it" : word),
        (scenario::section_of(lint_.scenario.sections, missing.protocol).offer.only
             ? "write " + std::string(missing.line) + " into the list of 'offer'"
             : "write offer: {add: [" + std::string(missing.line) + "]}") +
            more);
  }
  void ask(const Condition& condition) const {
    each_leaf(condition, [&](const Condition& leaf, bool wanted) {
      const Brought* const missing = wanted ? not_offered(leaf, offered_) : nullptr;
      if (missing) tell(leaf.place, *missing, "");
    });
  }
  void ask(const Expectation& one, const Trigger& event, const Condition* condition) const {
    if (const Brought* const missing = not_offered(event, offered_)) tell(one.place, *missing, "");
    if (condition) ask(*condition);
  }

  const Section& section_of(const Rule& rule) const {
    const auto has = [&](const Section* part) {
      const Rule* const first = part->rules.data();
      return std::less_equal<>()(first, &rule) && std::less<>()(&rule, first + part->rules.size());
    };
    return **std::find_if(lint_.parts.begin(), lint_.parts.end(), has);
  }

  const Lint& lint_;
  Offered offered_;
};

}  // namespace

bool is_offered(const Lint& lint, std::string_view keyword) {
  return Offered(lint).has(Protocol::smtp, keyword);
}

void lint_offer(const Lint& lint) {
  const OfferLint offer(lint);
  for (const Rule* const rule : lint.rules) offer.ask(*rule);
  for (const Expectation& one : lint.scenario.expect) offer.ask(one);
  for (const Phase& phase : lint.scenario.phases) offer.ask(phase);
}

}  // namespace postiche::scenario
