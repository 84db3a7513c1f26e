// SPDX-License-Identifier: MIT
// Which command is answered with which code: RFC 5321 sec 4.3.2 and the RFCs of the extensions.

#include <algorithm>
#include <deque>

#include "harness/base/ascii.h"
#include "harness/scenario/lint/lint.h"
#include "harness/scenario/vocabulary.h"

namespace postiche::scenario {

namespace {

struct CodeRow {
  std::string_view word;  // a verb, or an event
  std::string_view codes;
};
// What is not refused. 4yz and 5yz are for all.
constexpr CodeRow taken[] = {
    {"connect", "220"},  {"EHLO", "250"},     {"HELO", "250"},
    {"LHLO", "250"},     {"MAIL", "250"},     {"RCPT", "250 251"},
    {"DATA", "354"},     {"message", "250"},  {"RSET", "250"},
    {"NOOP", "250"},     {"QUIT", "221"},     {"VRFY", "250 251 252"},
    {"EXPN", "250 252"}, {"HELP", "211 214"}, {"BDAT", "250"},
    {"STARTTLS", "220"}, {"AUTH", "235 334"}, {"ETRN", "250 251 252 253"},
    {"ATRN", "250"},     {"TURN", "250"},     {"XCLIENT", "220"},
    {"XFORWARD", "250"},
};
struct Special {
  int code;
  std::string_view words;
};
// RFC 4954 sec 6, RFC 1985 sec 5.3.
constexpr Special refusals[] = {
    {432, "AUTH"}, {534, "AUTH"}, {535, "AUTH"}, {538, "AUTH"}, {458, "ETRN"}, {459, "ETRN"},
};

// "250 251 252" as "250, 251 and 252".
std::string listed(std::string_view words) {
  const auto all = ascii::split(words, ' ');
  std::string out;
  for (std::size_t i = 0; i < all.size(); ++i) {
    out += i == 0 ? "" : i + 1 == all.size() ? " and " : ", ";
    out += all[i];
  }
  return out;
}

}  // namespace

std::optional<std::string> why_foreign(std::string_view word, int code) {
  const auto* const row = std::find_if(std::begin(taken), std::end(taken),
                                       [&](const CodeRow& r) { return r.word == word; });
  if (row == std::end(taken)) return std::nullopt;
  if (code >= 200 && code < 400) {
    if (row->codes.find(std::to_string(code)) != std::string_view::npos) return std::nullopt;
    return "it has " + listed(row->codes) + ", and 4yz and 5yz to refuse";
  }
  for (const Special& one : refusals) {
    if (one.code != code) continue;
    if (one.words.find(word) != std::string_view::npos) return std::nullopt;
    return std::to_string(code) + " is for " + listed(one.words);
  }
  return std::nullopt;
}

namespace {

struct Foreign {
  std::string event, why;
};

// The first of the rule's events that this code is foreign to. A step with conditions may be meant
// for some of the events only.
std::optional<Foreign> find_foreign(const Rule& rule, const Step& step, int code) {
  std::optional<Foreign> first;
  bool all = true;
  for (const Trigger& trigger : rule.when) {
    const std::string word = word_for(trigger);
    const auto why = why_foreign(word, code);
    all = all && why;
    if (why && !first) first = {word, *why};
  }
  return all || step.if_.kind == Condition::Kind::always ? first : std::nullopt;
}

std::string deed(const std::string& event) {
  if (event == "connect") return "greets";
  return "answers " + (event == "message" ? "a message" : event);
}

// The first word of a C: line, where it is a command; empty for all else.
std::string_view verb_of(const DialogueItem& item) {
  const std::string_view line = std::string_view(item.shown).substr(3);
  const std::string_view word = line.substr(0, line.find(' '));
  return find_verb(word);
}

// Of a line that ends a reply; 0 where it ends none, or a name says the code.
int final_code(const Template& line) {
  const std::string_view text = line.leading_text();
  if (text.size() < 3 || text.substr(3, 1) == "-") return 0;
  return static_cast<int>(ascii::parse_number(text.substr(0, 3)).value_or(0));
}

// What was heard in lines that follow one another, and is answered in that order.
class Conversation {
 public:
  Conversation(const Lint& lint, bool greets) : lint_(lint) {
    if (greets) heard_.emplace_back("connect");
  }

  void hear(std::string_view word) { heard_.push_back(word); }
  void say(const DialogueItem& item, const SayItem& say) {
    for (const Template& line : say.lines) {
      const int code = final_code(line);
      if (code == 0 || heard_.empty()) continue;
      const std::string word(heard_.front());
      heard_.pop_front();
      const auto why = why_foreign(word, code);
      if (!why) continue;
      lint_.warn(item.place, "no server " + deed(word) + " with " + std::to_string(code), *why);
    }
  }
  // Nobody knows what was heard when a block is over.
  void forget() { heard_.clear(); }

 private:
  const Lint& lint_;
  std::deque<std::string_view> heard_;
};

void check_lines(const Lint& lint, const DialogueLines& lines, bool greets) {
  Conversation conversation(lint, greets);
  for (const DialogueItem& item : lines) {
    if (const auto* const say = std::get_if<SayItem>(&item.what)) {
      conversation.say(item, *say);
    } else if (std::holds_alternative<HearItem>(item.what)) {
      conversation.hear(verb_of(item));
    } else if (std::holds_alternative<HearMessageItem>(item.what)) {
      conversation.hear("message");
    } else if (!std::holds_alternative<Step>(item.what)) {
      conversation.forget();
    }
    if (const auto* const loop = std::get_if<LoopItem>(&item.what)) {
      check_lines(lint, loop->lines, false);
    }
    const auto* const any = std::get_if<AnyOrderItem>(&item.what);
    for (std::size_t i = 0; any && i < any->blocks.size(); ++i) {
      check_lines(lint, any->blocks[i], false);
    }
  }
}

}  // namespace

void lint_codes(const Lint& lint) {
  for (const Section* const part : lint.parts) {
    if (part->dialogue) check_lines(lint, part->dialogue->lines, true);
    for (const auto& [name, dialogue] : part->dialogues) check_lines(lint, dialogue.lines, false);
  }
  for (const Rule* const rule : lint.rules) {
    for (const Step& step : rule->steps) {
      const auto* const reply = std::get_if<ReplyStep>(&step.what);
      if (!reply || reply->effect != ReplyStep::Effect::believed) continue;
      const int code = code_of(*reply);
      if (const auto foreign = find_foreign(*rule, step, code)) {
        lint.warn(step.place, "no server " + deed(foreign->event) + " with " + std::to_string(code),
                  foreign->why + "; 'effect' or 'send' says that it is meant");
      }
    }
  }
}

}  // namespace postiche::scenario
