// SPDX-License-Identifier: MIT
#include "harness/engine/smtp_flow.h"

#include <algorithm>

#include "harness/base/ascii.h"
#include "harness/smtp/grammar.h"

// What the client says; what it is told stands in smtp_replies.cpp.

namespace postiche::engine {

using transcript::Direction;
using transcript::Fields;
using transcript::Kind;

namespace {

// Longer than any extension lets a line be (AUTH: 12288 octets, RFC 4954 sec 4), so that rules and
// the honest server see the whole of what they refuse.
constexpr std::size_t cutter_limit = 16 * 1024;
// A line this long is no mistake but an attack on our memory.
constexpr std::size_t hopeless_line = 1024 * 1024;

// Of what a client says after we have ended the connection, so much is recorded.
constexpr std::size_t deaf_limit = 256 * 1024;

bool is_garbage(const smtp::Command& command) {
  const auto is_odd = [](char c) {
    return ascii::is_8bit(c) || (ascii::is_control(c) && !ascii::is_space(c));
  };
  return command.verb == smtp::Verb::unknown &&
         std::any_of(command.line.begin(), command.line.end(), is_odd);
}

}  // namespace

SmtpFlow::SmtpFlow(Stage& stage)
    : stage_(stage),
      director_(stage, *this),
      server_(director_.play().settings, stage.world.store),
      cutter_(cutter_limit) {}

Scene SmtpFlow::scene(const Turn& turn) const {
  Scene scene(stage_.peer, server_);
  director_.describe(scene);
  describe_login(scene);
  scene.commands = commands_;
  scene.messages = messages_;
  scene.last_verb = last_verb_;
  scene.command = turn.command;
  if (turn.occasion.kind == Occasion::Kind::message) {
    scene.content = &content_->rope;
    scene.size = content_->size;
    const auto& recipients = server_.transaction().recipients;
    const bool is_for_one = settings().mode == smtp::Mode::lmtp;
    if (is_for_one && turn.recipient < recipients.size()) {
      scene.recipient = recipients[turn.recipient];
    }
  }
  return scene;
}

void SmtpFlow::follow(const Play& play) { server_.use(play.settings); }

// --- moments ---

void SmtpFlow::greet() {
  Turn turn;
  turn.occasion.kind = Occasion::Kind::connect;
  director_.begin(turn);
}

void SmtpFlow::on_timer(Occasion::Kind kind, Duration time) {
  Turn turn;
  turn.occasion.kind = kind;
  turn.occasion.time = time;
  director_.take_turn(turn);
}

void SmtpFlow::on_secured() {
  server_.on_secured();
  director_.on_secured();
  Turn turn;
  turn.occasion.kind = Occasion::Kind::tls;
  director_.take_turn(turn);
}

void SmtpFlow::begin_tls(Turn& turn, const scenario::TlsStep& step) {
  const bool was_asked = turn.command && turn.command->verb == smtp::Verb::starttls;
  if (was_asked && !turn.answered) {
    say_honestly(turn);
    if (!server_.starting_tls()) return;  // it had a reason
  }
  director_.begin_tls(step);
}

void SmtpFlow::on_close() {
  Turn turn;
  turn.occasion.kind = Occasion::Kind::close;
  director_.take_turn(turn);
}

void SmtpFlow::leave_dialogue() {
  if (DialoguePlayer* const dialogue = director_.dialogue()) dialogue->leave();
}

// --- frames ---

bool SmtpFlow::wants_octets() const {
  return director_.dialogue() && director_.dialogue()->wants_octets();
}

void SmtpFlow::flush_octets() {
  if (director_.dialogue()) director_.dialogue()->flush_octets("cut-short", "yes");
}

void SmtpFlow::eat(std::string_view& bytes) {
  if (hears_content()) {
    take_content(bytes);
  } else if (wants_octets()) {
    director_.dialogue()->take_octets(bytes);
  } else if (const auto line = cutter_.cut(bytes)) {
    const bool is_whole = !line->over_long || line->ending != wire::Line::Ending::none;
    const bool in_login = is_whole && server_.receiving_sasl();
    in_login ? take_response(*line) : take_line(*line);
  }
}

void SmtpFlow::eat_deaf(std::string_view& bytes) {
  if (content_) {
    flush_piece();
    content_.reset();
    chunk_.reset();
  }
  flush_octets();
  const auto line = cutter_.cut(bytes);
  if (!line || deaf_capped_) return;
  deaf_octets_ += line->raw.size();
  if (deaf_octets_ > deaf_limit || stage_.world.transcript.is_full_for(*stage_.log)) {
    deaf_capped_ = true;
    return stage_.append(Kind::note, Direction::in, {}, {{"note", "deaf-cap"}});
  }
  stage_.append(Kind::bytes, Direction::in, stage_.keep(line->raw), {{"deaf", "yes"}});
}

std::string_view SmtpFlow::pending() const {
  if (hears_content()) return {content_->piece, content_->dropped ? 0 : content_->used};
  if (wants_octets()) return director_.dialogue()->octets();
  // A half of a line within AUTH is a secret, and whoever writes it down can't know that.
  return server_.receiving_sasl() ? std::string_view() : cutter_.pending();
}

void SmtpFlow::flush_pending() {
  if (hears_content()) return flush_piece();
  flush_octets();
  if (const std::string_view rest = cutter_.pending(); !rest.empty() && !deaf_capped_) {
    Fields fields{{"cut-short", "yes"}};
    if (server_.receiving_sasl()) fields.add("sasl", "cut-short");
    stage_.append(Kind::bytes, Direction::in, stage_.keep(rest), fields);
    cutter_.drop_pending();
  }
}

// --- commands ---

// A part of a line that is longer than any command.
void SmtpFlow::bear_over_long(const wire::Line& line) {
  stage_.append(Kind::bytes, Direction::in, stage_.keep(line.raw), {});
  if (is_overfull() || over_long_octets_ < hopeless_line) return;
  stage_.append(Kind::note, Direction::in, {}, {{"note", "line-cap"}});
  say(server_.answer_too_long_line(), honest, server_.speaks_enhanced());
  stage_.outbox.end(Effect::Kind::close, "line-cap", honest);
}

void SmtpFlow::take_line(const wire::Line& line) {
  if (line.over_long) {
    over_long_octets_ += line.raw.size();
    if (line.ending == wire::Line::Ending::none) return bear_over_long(line);
    over_long_octets_ = 0;
  }
  wire::Line kept = line;
  kept.raw = stage_.keep(line.raw);
  kept.text = kept.raw.substr(0, line.text.size());
  smtp::Command command = smtp::parse_command(kept.text);
  Turn turn;
  if (line.over_long) {
    // The tail of an over-long line is never read as a command.
    command = smtp::Command();
    command.line = kept.text;
    command.deviations.push_back("over-long-line");
    turn.over_long = true;
  }
  if (kept.ending == wire::Line::Ending::lf) command.deviations.push_back("bare-lf");
  ++commands_;
  turn.command = &command;
  turn.occasion.kind = Occasion::Kind::command;
  turn.occasion.known = command.verb != smtp::Verb::unknown;
  turn.occasion.garbage = turn.over_long || is_garbage(command);
  const std::string typed =
      turn.occasion.known ? std::string() : ascii::to_upper(command.verb_text);
  turn.occasion.verb = turn.occasion.known ? smtp::name(command.verb) : std::string_view(typed);
  take_command(turn, kept);
}

void SmtpFlow::take_command(Turn& turn, const wire::Line& line) {
  if (turn.command->verb == smtp::Verb::auth) begin_login(*turn.command);
  const std::string* const route = director_.choose_route(turn);
  const Director::Fit fit = director_.fit_line(turn, line.text);
  record_command(*turn.command, line, turn.occasion.garbage, fit.line);
  if (turn.occasion.known) {
    stage_.world.happened(scenario::Event::command_named, turn.occasion.verb);
  }
  director_.record_route(route);
  const bool has_chunk = turn.command->chunk && server_.speaks(smtp::Verb::bdat);
  if (has_chunk && fit.kind == Director::Fit::Kind::free) return begin_chunk(turn);
  director_.answer_line(turn, fit, line.text);
  if (!director_.is_parked()) close_turn(turn);
}

void SmtpFlow::close_turn(Turn& turn) {
  if (turn.occasion.kind == Occasion::Kind::message) return close_message(turn);
  if (login_ && !server_.receiving_sasl()) login_.reset();
  if (turn.occasion.kind != Occasion::Kind::command) return;
  last_verb_ = turn.occasion.verb;
  if (is_overfull() || !content_ || stage_.outbox.ended()) return;
  if (server_.has_message()) return end_message(turn.discard);
  // Chunks are worth keeping as long as the transaction that they belong to.
  if (!content_->block && server_.state() != smtp::State::bdat) content_.reset();
}

void SmtpFlow::record_command(const smtp::Command& command, const wire::Line& line, bool garbage,
                              std::string_view dialogue) {
  Fields fields;
  const bool known = command.verb != smtp::Verb::unknown;
  fields.add("verb", known ? smtp::name(command.verb) : command.verb_text);
  if (!known) fields.add("known", "no");
  if (!command.argument.empty()) fields.add("argument", command.argument);
  if (!command.domain.empty()) fields.add("domain", command.domain);
  const std::string address = command.path ? command.path->address() : std::string();
  if (command.path) {
    fields.add(command.verb == smtp::Verb::mail ? "reverse-path" : "recipient", address);
  }
  for (const smtp::Parameter& parameter : command.parameters) {
    fields.add("parameter", parameter.text());
  }
  if (login_ && command.verb == smtp::Verb::auth) add_login(fields);
  if (garbage) fields.add("garbage", "yes");
  if (!dialogue.empty()) fields.add("dialogue", dialogue);
  for (const std::string_view deviation : command.deviations) fields.add("deviation", deviation);
  stage_.append(Kind::command, Direction::in, line.raw, fields);
}

}  // namespace postiche::engine
