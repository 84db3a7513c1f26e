// SPDX-License-Identifier: MIT
// Literals: RFC 9051 sec 4.3, RFC 7888. Their octets are recorded in pieces and shared with the
// messages that they become.

#include <algorithm>
#include <utility>

#include "harness/engine/imap_flow.h"
#include "harness/engine/pieces.h"
#include "harness/imap/grammar/grammar.h"

namespace postiche::engine {

using transcript::Direction;
using transcript::Fields;
using transcript::Kind;

namespace {

// "~{18446744073709551615+}"
constexpr std::size_t longest_announcement = 24;

// A command with more of them is no mistake but an attack on our memory.
constexpr std::size_t most_literals = 1000;

// The lines from one up to another as a dialogue hears them: literals stand in the place of their
// announcements, and before the line that they lead to.
std::string said_in(const imap::Utterance& heard, std::size_t from, std::size_t to) {
  std::string all;
  for (std::size_t i = from; i < to; ++i) {
    std::string_view text = heard.texts[i];
    if (i > 0) all += heard.literals[i - 1].octets.flatten();
    if (i + 1 < heard.texts.size()) text.remove_suffix(imap::announced_literal(text)->text.size());
    all += text;
  }
  return all;
}

}  // namespace

imap::Command ImapFlow::beginning(std::string_view line) const {
  imap::Utterance beginning;
  beginning.texts = {line};
  return imap::parse_command(beginning, server_.session().encoding());
}

// Whether more of the command is to come behind this line.
bool ImapFlow::begins_literal(const wire::Line& line) {
  if (!line.over_long) announced_ = imap::announced_literal(line.text);
  return announced_.has_value();
}

// What comes behind a line that was too long may be anything.
bool ImapFlow::hears_secret() const { return utterance_.texts.empty() ? skips_ : logs_in(verb_); }

bool ImapFlow::is_too_much() const {
  return utterance_octets_ > settings().max_line || utterance_.literals.size() >= most_literals;
}

// --- lines that are too long, or of a command that was refused ---

void ImapFlow::mind_over_long(const wire::Line& piece) {
  // Its beginning is all that anybody sees of the line, and may have the tag.
  const bool begins_command = utterance_.texts.empty() && !in_login() && !server_.idling();
  if (!bears_ && begins_command) {
    const std::size_t space = piece.text.find(' ');
    tag_ = beginning(piece.text.substr(0, space == std::string_view::npos ? 0 : space)).tag;
  }
  if (!bears_ || piece.text.size() >= longest_announcement) end_.clear();
  end_ += piece.text.substr(piece.text.size() - std::min(piece.text.size(), longest_announcement));
  bears_ = piece.ending == wire::Line::Ending::none;
}

void ImapFlow::skip_announced_literal() {
  if (end_.ends_with('\r')) end_.pop_back();
  const auto literal = imap::announced_literal(end_);
  // Who waits for an answer has it: no.
  if (!literal || !literal->is_non_synchronizing) return;
  announced_ = literal;
  skips_ = true;
  begin_literal();
}

void ImapFlow::skip_line(const wire::Line& line) {
  Fields fields{{"part", "yes"}};
  if (hears_secret()) fields.add("secret", "yes");
  stage_.append(Kind::bytes, Direction::in, line.raw, fields);
  drop_utterance();
}

// --- announcements ---

void ImapFlow::hear_announcement(const wire::Line& line) {
  Fields fields{{"part", "yes"}};
  if (hears_secret()) fields.add("secret", "yes");
  if (utterance_.texts.empty()) {
    const imap::Command command = beginning(line.text);
    tag_ = command.tag;
    verb_ = command.verb;
  }
  utterance_.texts.push_back(line.text);
  utterance_octets_ += line.text.size();
  fields.add("literal", announced_->size);
  Turn turn;
  turn.occasion.kind = Occasion::Kind::literal;
  Director::Fit fit;
  if (director_.dialogue() && !skips_) {
    fit = director_.fit_announcement(turn, said_in(utterance_, unheard_, utterance_.texts.size()));
  }
  if (!fit.line.empty()) fields.add("dialogue", fit.line);
  stage_.append(Kind::bytes, Direction::in, line.raw, fields);
  if (is_overfull()) return;
  if (skips_) return begin_literal();
  if (fit.kind == Director::Fit::Kind::expected) unheard_ = utterance_.texts.size();
  director_.answer_line(turn, fit, line.text);
  if (!director_.is_parked()) close_turn(turn);
}

// The announcement is answered, whoever has done that.
void ImapFlow::close_announcement() {
  if (!announced_) return;
  // Who waits for an answer sends nothing after NO; who does not wait has sent it already.
  if (refused_ && !announced_->is_non_synchronizing) return drop_utterance();
  // Octets that a dialogue waits for are its own: no command comes of them.
  if (director_.dialogue() && director_.dialogue()->wants_octets()) return drop_utterance();
  skips_ = skips_ || refused_;
  begin_literal();
}

void ImapFlow::begin_literal() {
  const imap::Announcement literal = *std::exchange(announced_, std::nullopt);
  refused_ = false;
  literal_.emplace(literal);
  literal_->literal.is_binary = literal.is_binary;
  literal_->literal.is_non_synchronizing = literal.is_non_synchronizing;
  literal_->is_dropped = skips_;
  if (literal_->cutter.done()) end_literal();
}

void ImapFlow::take_literal(std::string_view& bytes) {
  HeardLiteral& literal = *literal_;
  if (literal.used == literal.piece_size) {
    flush_piece();
    if (is_overfull()) return;
    literal.piece_size =
        std::min<std::size_t>(piece_end(literal.heard) - literal.heard, literal.cutter.remaining());
    literal.piece = stage_.log->arena().reserve(literal.piece_size);
  }
  std::string_view fitting = bytes.substr(0, literal.piece_size - literal.used);
  const std::string_view cut = literal.cutter.cut(fitting);
  char* const at = literal.piece + literal.used;
  std::copy(cut.begin(), cut.end(), at);
  if (!literal.is_dropped) literal.literal.octets.append({at, cut.size()}, stage_.log);
  literal.used += cut.size();
  literal.heard += cut.size();
  bytes.remove_prefix(cut.size());
  if (literal.cutter.done()) end_literal();
}

void ImapFlow::flush_piece() {
  HeardLiteral& literal = *literal_;
  if (literal.used == 0) return;
  stage_.log->arena().shrink(literal.piece, literal.piece_size, literal.used);
  Fields fields{{"part", "octets"}};
  if (hears_secret()) fields.add("secret", "yes");
  stage_.append(Kind::bytes, Direction::in, {literal.piece, literal.used}, fields);
  literal.used = literal.piece_size = 0;
}

void ImapFlow::end_literal() {
  flush_piece();
  utterance_.literals.push_back(std::move(literal_->literal));
  literal_.reset();
}

wire::Line ImapFlow::in_dialogue(wire::Line last, const imap::Utterance& whole, bool is_secret) {
  const std::size_t unheard = std::exchange(unheard_, 0);
  begun_.clear();
  if (!director_.dialogue() || last.over_long || whole.literals.empty()) return last;
  if (is_secret) begun_ = said_in(whole, 0, unheard);
  last.text = said_ = said_in(whole, unheard, whole.texts.size());
  return last;
}

// Whoever quotes a part of a login shows where its password is: behind the beginning.
void ImapFlow::answer_command(Turn& turn, const Director::Fit& fit, std::string_view line) {
  if (begun_.empty()) return Flow::answer_command(turn, fit, line);
  const std::string begun = std::exchange(begun_, {});
  Director::Fit shown = fit;
  shown.miss.match.wanted.insert(0, begun);
  if (shown.miss.match.difference) *shown.miss.match.difference += begun.size();
  Flow::answer_command(turn, shown, begun + std::string(line));
}

void ImapFlow::drop_utterance() {
  utterance_ = {};
  utterance_octets_ = unheard_ = 0;
  announced_.reset();
  refused_ = skips_ = false;
}

void ImapFlow::drop_content() {
  if (literal_) flush_piece();
  literal_.reset();
  drop_utterance();
}

// A half of a password is a secret that whoever writes it down can't know of.
std::string_view ImapFlow::pending() const {
  if (hears_secret()) return {};
  if (literal_) return {literal_->piece, literal_->used};
  return Flow::pending();
}

void ImapFlow::flush_pending() {
  if (literal_) {
    stage_.note(
        {{"note", "literal-cut-short"}, {"name", std::to_string(literal_->cutter.remaining())}});
  }
  if (const std::string_view rest = cutter_.pending(); hears_secret() && !rest.empty()) {
    stage_.append(Kind::bytes, Direction::in, stage_.keep(rest),
                  {{"cut-short", "yes"}, {"secret", "yes"}});
    cutter_.drop_pending();
  }
  drop_content();
  Flow::flush_pending();
}

}  // namespace postiche::engine
