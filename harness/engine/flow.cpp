// SPDX-License-Identifier: MIT
#include "harness/engine/flow.h"

#include <algorithm>

#include "harness/base/ascii.h"
#include "harness/engine/imap_flow.h"
#include "harness/engine/pop3_flow.h"
#include "harness/engine/service.h"
#include "harness/engine/smtp_flow.h"

namespace postiche::engine {

using transcript::Direction;
using transcript::Fields;
using transcript::Kind;

namespace {

// A line this long is no mistake but an attack on our memory.
constexpr std::size_t hopeless_line = 1024 * 1024;

// Of what a client says after we have ended the connection, so much is recorded.
constexpr std::size_t deaf_limit = 256 * 1024;

}  // namespace

std::unique_ptr<Flow> make_flow(Stage& stage) {
  switch (service_of(stage.peer.listener).protocol) {
    case scenario::Protocol::pop3:
      return std::make_unique<Pop3Flow>(stage);
    case scenario::Protocol::imap:
      return std::make_unique<ImapFlow>(stage);
    default:
      return std::make_unique<SmtpFlow>(stage);
  }
}

bool is_garbage(std::string_view line) {
  return std::any_of(line.begin(), line.end(), [](char c) {
    return ascii::is_8bit(c) || (ascii::is_control(c) && !ascii::is_space(c));
  });
}

Flow::Flow(Stage& stage, std::size_t longest_line)
    : stage_(stage), director_(stage, *this), cutter_(longest_line) {}

Scene Flow::scene(const Turn& turn) const {
  Scene scene(stage_.peer, *this, turn);
  director_.describe(scene);
  scene.commands = commands_;
  scene.messages = messages_;
  scene.last_verb = last_verb_;
  return scene;
}

// --- moments ---

void Flow::greet() {
  Turn turn;
  turn.occasion.kind = Occasion::Kind::connect;
  director_.begin(turn);
}

// As the scenario words its greeting.
void Flow::greet_as_told(Turn& turn) {
  const auto look_up = director_.names(turn);
  std::vector<std::string> lines;
  for (const auto& line : *director_.play().section.greeting) lines.push_back(line.expand(look_up));
  say_scripted(turn, lines, "greeting", scenario::ReplyStep::Effect::believed);
}

void Flow::on_timer(Occasion::Kind kind, Duration time) {
  Turn turn;
  turn.occasion.kind = kind;
  turn.occasion.time = time;
  director_.take_turn(turn);
}

void Flow::on_secured() {
  start_over();
  director_.on_secured();
  Turn turn;
  turn.occasion.kind = Occasion::Kind::tls;
  director_.take_turn(turn);
}

void Flow::on_close() {
  Turn turn;
  turn.occasion.kind = Occasion::Kind::close;
  director_.take_turn(turn);
}

void Flow::leave_dialogue() {
  if (DialoguePlayer* const dialogue = director_.dialogue()) dialogue->leave();
}

// "A reply is believed": a positive one has the command's effect, a negative one has none, and the
// scenario can say otherwise.
void Flow::believe_scripted(Turn& turn, ReplyCode code, std::string_view by,
                            scenario::ReplyStep::Effect effect) {
  using Believed = scenario::ReplyStep::Effect;
  if (effect == Believed::no) {
    // Not even QUIT's, which no code can stop.
    if (turn.command) turn.effect_done = true;
    return believe(turn, no_effect, by);
  }
  turn.hang_up = turn.hang_up || code.ends_session();
  const bool as_if_honest =
      effect == Believed::yes && code.is_negative() && turn.occasion.wants_answer();
  believe(turn, as_if_honest ? honest_answer(turn).code : code, by);
}

// --- the end ---

std::optional<Flow::Farewell> Flow::object_to_session(const Turn& turn) const {
  const scenario::Limits& limits = director_.limits();
  if (turn.occasion.kind == Occasion::Kind::connect) {
    if (!limits.sessions || stage_.world.sessions <= *limits.sessions) return std::nullopt;
    return Farewell{"4.3.2", "Too many connections, try again later", "fin"};
  }
  if (turn.occasion.kind != Occasion::Kind::command || is_goodbye(turn)) return std::nullopt;
  if (limits.commands && commands_ > *limits.commands) {
    return Farewell{"4.7.0", "Too many commands, closing the connection", "fin"};
  }
  if (limits.errors && stage_.outbox.negatives() >= *limits.errors) {
    return Farewell{"4.7.0", "Too many errors, closing the connection", "fin"};
  }
  return std::nullopt;
}

void Flow::dismiss(const Farewell& why) {
  say_farewell(why);
  stage_.outbox.end(Effect::Kind::close, why.how, honest);
}

void Flow::time_out() {
  flush_pending();
  say_farewell({"4.4.2", "Timeout, closing the connection", "timeout"});
  leave_dialogue();
  stage_.outbox.end(Effect::Kind::close, "timeout", honest);
}

bool Flow::is_overfull() {
  if (!stage_.world.transcript.is_full_for(*stage_.log) || stage_.outbox.ended()) return false;
  stage_.append(Kind::note, Direction::in, {}, {{"note", "transcript-cap"}});
  dismiss({"4.3.1", "Too much was said, closing the connection", "transcript-cap"});
  return true;
}

void Flow::end_turn(const Turn& turn) {
  if (!is_closing() && !turn.hang_up) return;
  leave_dialogue();
  // After its goodbye the client hears our end at once; after ours it may still be talking.
  const bool quit = is_goodbye(turn);
  stage_.outbox.end(quit ? Effect::Kind::finish : Effect::Kind::close, quit ? "quit" : "fin",
                    honest);
}

// --- TLS ---

void Flow::begin_tls(Turn& turn, const scenario::TlsStep& step) {
  if (asks_for_tls(turn) && !turn.answered) {
    say_honestly(turn);
    if (!starting_tls()) return;  // it had a reason
  }
  director_.begin_tls(step);
}

// --- lines ---

bool Flow::wants_octets() const {
  return director_.dialogue() && director_.dialogue()->wants_octets();
}

void Flow::flush_octets() {
  if (director_.dialogue()) director_.dialogue()->flush_octets("cut-short", "yes");
}

void Flow::eat_deaf(std::string_view& bytes) {
  drop_content();
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

std::string_view Flow::pending() const {
  if (wants_octets()) return director_.dialogue()->octets();
  // A half of a line within AUTH is a secret, and whoever writes it down can't know that.
  return in_login() ? std::string_view() : cutter_.pending();
}

void Flow::flush_pending() {
  flush_octets();
  if (const std::string_view rest = cutter_.pending(); !rest.empty() && !deaf_capped_) {
    Fields fields{{"cut-short", "yes"}};
    if (in_login()) fields.add("sasl", "cut-short");
    stage_.append(Kind::bytes, Direction::in, stage_.keep(rest), fields);
    cutter_.drop_pending();
  }
}

void Flow::bear_over_long(const wire::Line& line) {
  stage_.append(Kind::bytes, Direction::in, stage_.keep(line.raw), {});
  if (is_overfull() || over_long_octets_ < hopeless_line) return;
  stage_.append(Kind::note, Direction::in, {}, {{"note", "line-cap"}});
  dismiss({"4.7.0", "Line too long, closing the connection", "line-cap"});
}

void Flow::eat_line(std::string_view& bytes) {
  if (wants_octets()) return director_.dialogue()->take_octets(bytes);
  const auto line = cutter_.cut(bytes);
  if (!line) return;
  const bool is_whole = !line->over_long || line->ending != wire::Line::Ending::none;
  is_whole&& in_login() ? take_response(*line) : take_line(*line);
}

std::optional<wire::Line> Flow::keep(const wire::Line& line) {
  if (line.over_long) {
    over_long_octets_ += line.raw.size();
    if (line.ending == wire::Line::Ending::none) {
      bear_over_long(line);
      return std::nullopt;
    }
    over_long_octets_ = 0;
  }
  wire::Line kept = line;
  kept.raw = stage_.keep(line.raw);
  kept.text = kept.raw.substr(0, line.text.size());
  return kept;
}

void Flow::name_command(Turn& turn, std::string_view known, std::string_view typed) {
  turn.occasion.kind = Occasion::Kind::command;
  turn.occasion.known = !known.empty();
  if (!turn.occasion.known) typed_verb_ = ascii::to_upper(typed);
  turn.occasion.verb = turn.occasion.known ? known : std::string_view(typed_verb_);
}

void Flow::take_command(Turn& turn, const wire::Line& line,
                        const std::vector<std::string_view>& deviations) {
  ++commands_;
  prepare_command(turn);
  const std::string* const route = director_.choose_route(turn);
  const Director::Fit fit = director_.fit_line(turn, line.text);
  Fields fields;
  Scratch scratch;
  describe_command(turn, fields, scratch);
  if (turn.occasion.garbage) fields.add("garbage", "yes");
  if (!fit.line.empty()) fields.add("dialogue", fit.line);
  for (const std::string_view deviation : deviations) fields.add("deviation", deviation);
  stage_.append(Kind::command, Direction::in, line.raw, fields);
  if (turn.occasion.known) {
    stage_.world.happened(scenario::Event::command_named, turn.occasion.verb);
  }
  director_.record_route(route);
  answer_command(turn, fit, line.text);
}

void Flow::answer_command(Turn& turn, const Director::Fit& fit, std::string_view line) {
  director_.answer_line(turn, fit, line);
  if (!director_.is_parked()) close_turn(turn);
}

}  // namespace postiche::engine
