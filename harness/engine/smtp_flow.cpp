// SPDX-License-Identifier: MIT
#include "harness/engine/smtp_flow.h"

#include <algorithm>

#include "harness/base/ascii.h"
#include "harness/smtp/grammar.h"

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

constexpr std::string_view honest = "honest";

bool is_garbage(const smtp::Command& command) {
  const auto is_odd = [](char c) {
    return ascii::is_8bit(c) || (ascii::is_control(c) && !ascii::is_space(c));
  };
  return command.verb == smtp::Verb::unknown &&
         std::any_of(command.line.begin(), command.line.end(), is_odd);
}

}  // namespace

SmtpFlow::SmtpFlow(World& world, const Peer& peer, const std::shared_ptr<transcript::Log>& log,
                   Outbox& outbox)
    : world_(world),
      play_(world.begin()),
      peer_(peer),
      log_(log),
      outbox_(outbox),
      server_(play_->settings, world.store),
      cutter_(cutter_limit) {
  open_dialogue();
}

void SmtpFlow::set_time(Instant at, VirtualTime virtual_at) {
  now_ = at;
  virtual_now_ = virtual_at;
}

Scene SmtpFlow::scene(const Turn& turn) const {
  Scene scene(peer_, server_);
  scene.connection = log_->connection();
  scene.commands = commands_;
  scene.messages = messages_;
  scene.last_reply = outbox_.last_code();
  scene.errors = outbox_.negatives();
  scene.last_verb = last_verb_;
  scene.state = state_;
  scene.now = virtual_now_;
  scene.tallies = &world_.tallies;
  scene.own = &variables_;
  scene.shared = &world_.variables;
  scene.command = turn.command;
  if (turn.occasion.kind == Occasion::Kind::message) {
    scene.content = &content_->rope;
    scene.size = content_->block.size();
  }
  return scene;
}

// --- turns ---

void SmtpFlow::greet() {
  if (const auto& pace = play_->section.pace) {
    outbox_.pace(pace->bytes, pace->every, pace->join);
  }
  Turn turn;
  turn.occasion.kind = Occasion::Kind::connect;
  choose_route(turn);
  if (greets_by_dialogue()) return play_dialogue(turn);
  take_turn(turn);
}

void SmtpFlow::on_timer(Occasion::Kind kind, Duration time) {
  Turn turn;
  turn.occasion.kind = kind;
  turn.occasion.time = time;
  take_turn(turn);
}

void SmtpFlow::on_close() {
  Turn turn;
  turn.occasion.kind = Occasion::Kind::close;
  take_turn(turn);
}

// The first route whose conditions hold is taken for the rest of the connection.
void SmtpFlow::choose_route(const Turn& turn) {
  if (routed_ || play_->routes.empty()) return;
  const auto& routes = play_->scenario->route;
  const Scene asked = scene(turn);
  for (std::size_t i = 0; i < routes.size(); ++i) {
    if (!holds(routes[i].if_, asked, nullptr)) continue;
    // The world knows only of its present scenario whether a route is still armed.
    const bool present = play_->scenario == world_.scenario;
    if (routes[i].armed && !(present && world_.take_route(i))) continue;
    append(Kind::note, Direction::none, {}, {{"note", "route"}, {"name", routes[i].name}});
    const PlayPtr chosen = play_->routes[i];
    play_ = chosen;
    server_.use(play_->settings);
    routed_ = true;
    // A dialogue begins with a connection.
    if (turn.occasion.kind != Occasion::Kind::connect) return;
    talk_.reset();
    open_dialogue();
    return;
  }
}

void SmtpFlow::take_turn(Turn& turn) {
  const Scene asked = scene(turn);
  world_.tallies.count(turn.occasion, asked);
  const auto speakers = play_->rules.ask(turn.occasion, asked, world_.memory);
  if (speakers.empty() || speakers.back().rule->also) record_near_misses(turn, asked);
  for (const Spoken& spoken : speakers) {
    // What the rule has heard stands before what it says.
    if (content_) flush_piece();
    record_rule(spoken);
    play_steps(turn, spoken, spoken.rule->steps);
  }
  if (!parked_) settle_turn(turn);
}

void SmtpFlow::settle_turn(Turn& turn) {
  if (turn.jumps) return play_dialogue(turn);
  if (!turn.answered) say_honestly(turn);
  if (turn.occasion.kind == Occasion::Kind::close) return;
  end_turn(turn);
}

void SmtpFlow::end_turn(const Turn& turn) {
  if (!server_.closing() && !turn.hang_up) return;
  leave_dialogue();
  // After QUIT the client hears our end at once; after 421 it may still be talking.
  const bool quit = turn.command && turn.command->verb == smtp::Verb::quit;
  outbox_.end(quit ? Effect::Kind::finish : Effect::Kind::close, quit ? "quit" : "fin", honest);
}

std::optional<smtp::Reply> SmtpFlow::object_to_session(const Turn& turn) const {
  const std::string& domain = play_->settings.domain;
  if (turn.occasion.kind == Occasion::Kind::connect) {
    if (!limits().sessions || world_.sessions <= *limits().sessions) return {};
    return smtp::Reply{421, "4.3.2", domain + " Too many connections, try again later"};
  }
  const bool leaves = turn.command && turn.command->verb == smtp::Verb::quit;
  if (turn.occasion.kind != Occasion::Kind::command || leaves) return {};
  if (limits().commands && commands_ > *limits().commands) {
    return smtp::Reply{421, "4.7.0", domain + " Too many commands, closing the connection"};
  }
  if (limits().errors && outbox_.negatives() >= *limits().errors) {
    return smtp::Reply{421, "4.7.0", domain + " Too many errors, closing the connection"};
  }
  return {};
}

smtp::Reply SmtpFlow::honest_reply(const Turn& turn) const {
  if (auto objection = object_to_session(turn)) return *std::move(objection);
  if (turn.over_long) return server_.answer_too_long_line();
  switch (turn.occasion.kind) {
    case Occasion::Kind::connect:
      return server_.greeting();
    case Occasion::Kind::message:
      return server_.answer_message(content_->block.size());
    default:
      return server_.answer(*turn.command);
  }
}

void SmtpFlow::say_honestly(Turn& turn) {
  turn.answered = true;
  if (!turn.occasion.wants_answer()) return;
  const bool greets = turn.occasion.kind == Occasion::Kind::connect && play_->section.greeting;
  if (greets && !object_to_session(turn)) {
    const auto look_up = names(turn);
    std::vector<std::string> lines;
    for (const auto& line : *play_->section.greeting) lines.push_back(line.expand(look_up));
    return say_scripted(turn, lines, "greeting", scenario::ReplyStep::Effect::believed);
  }
  smtp::Reply reply = honest_reply(turn);
  // The last line of EHLO's answer is a keyword: nothing can be said there.
  const bool has_room = !turn.command || turn.command->verb != smtp::Verb::ehlo;
  if (!turn.hint.empty() && has_room) reply.text += " (" + turn.hint + ")";
  turn.hang_up = turn.hang_up || reply.code == 421;
  const bool with_enhanced = server_.speaks_enhanced();
  believe(turn, reply.code, honest);
  say(reply, honest, with_enhanced);
}

void SmtpFlow::say(const smtp::Reply& reply, std::string_view by, bool with_enhanced) {
  outbox_.say(log_->arena().keep(smtp::encode(reply, with_enhanced)), reply.code, by);
}

void SmtpFlow::believe(Turn& turn, int code, std::string_view by) {
  // An effect happens at most once a command.
  if (turn.effect_done) return;
  turn.effect_done = true;
  if (turn.occasion.kind == Occasion::Kind::message) {
    finish_message(turn, code, by);
  } else if (turn.command) {
    server_.apply(*turn.command, code);
    // Whoever scripts an exchange of AUTH scripts all of it: its lines are heard as commands.
    if (server_.receiving_sasl()) server_.apply_sasl(no_effect);
    // Where a dialogue speaks, only that can tell whether content or lines come next.
    if (server_.receiving_data() && !content_ && !is_playing()) start_content();
  }
}

void SmtpFlow::finish_message(Turn& turn, int code, std::string_view by) {
  const smtp::Transaction asked = server_.transaction();
  const bool accepted = server_.apply_message(code).has_value();
  Fields fields;
  fields.add("accepted", accepted ? "yes" : "no");
  fields.add("reverse-path", asked.reverse_path);
  fields.add("size", content_->block.size());
  if (turn.discard) fields.add("discarded", "yes");
  for (const std::string_view deviation : content_->block.deviations()) {
    fields.add("deviation", deviation);
  }
  fields.add("by", by);
  if (!content_->dialogue.empty()) fields.add("dialogue", content_->dialogue);
  world_.happened(accepted ? scenario::Event::message : scenario::Event::refused);
  if (accepted) {
    ++messages_;
    ++world_.accepted;
  }
  if (accepted && !turn.discard) {
    if (const auto id = deliver(asked)) fields.add("id", *id);
  }
  // Last: there may be more of them than an event can hold.
  for (const std::string& recipient : asked.recipients) fields.add("recipient", recipient);
  append(Kind::message, Direction::in, {}, fields);
}

std::optional<std::uint64_t> SmtpFlow::deliver(const smtp::Transaction& transaction) {
  mail::Message message;
  message.reverse_path = transaction.reverse_path;
  message.recipients = transaction.recipients;
  message.parameters = transaction.parameters;
  message.recipient_parameters = transaction.recipient_parameters;
  message.content = std::move(content_->rope);
  message.received_at = virtual_now_;
  message.connection = log_->connection();
  message.helo = server_.helo();
  message.client = peer_.address;
  return world_.store.deliver(std::move(message));
}

void SmtpFlow::time_out() {
  flush_pending();
  // RFC 5321 sec 4.5.3.2.7: five minutes at least; 421 as sec 3.8 has it.
  say({421, "4.4.2", play_->settings.domain + " Timeout, closing the connection"}, honest,
      server_.speaks_enhanced());
  leave_dialogue();
  outbox_.end(Effect::Kind::close, "timeout", honest);
}

// --- commands ---

void SmtpFlow::eat(std::string_view& bytes) {
  if (content_) {
    take_content(bytes);
  } else if (wants_octets()) {
    take_octets(bytes);
  } else if (const auto line = cutter_.cut(bytes)) {
    take_line(*line);
  }
}

void SmtpFlow::eat_deaf(std::string_view& bytes) {
  if (content_) {
    flush_piece();
    content_.reset();
  }
  flush_octets("cut-short", "yes");
  const auto line = cutter_.cut(bytes);
  if (!line || deaf_capped_) return;
  deaf_octets_ += line->raw.size();
  if (deaf_octets_ > deaf_limit || world_.transcript.is_full_for(*log_)) {
    deaf_capped_ = true;
    return append(Kind::note, Direction::in, {}, {{"note", "deaf-cap"}});
  }
  append(Kind::bytes, Direction::in, log_->arena().keep(line->raw), {{"deaf", "yes"}});
}

// True: this connection has eaten its share of the memory for transcripts, and is sent away.
bool SmtpFlow::transcript_is_full() {
  if (!world_.transcript.is_full_for(*log_) || outbox_.ended()) return false;
  append(Kind::note, Direction::in, {}, {{"note", "transcript-cap"}});
  say({421, "4.3.1", play_->settings.domain + " Too much was said, closing the connection"}, honest,
      server_.speaks_enhanced());
  outbox_.end(Effect::Kind::close, "transcript-cap", honest);
  return true;
}

void SmtpFlow::take_line(const wire::Line& line) {
  if (line.over_long) {
    over_long_octets_ += line.raw.size();
    if (line.ending == wire::Line::Ending::none) {
      append(Kind::bytes, Direction::in, log_->arena().keep(line.raw), {});
      if (transcript_is_full() || over_long_octets_ < hopeless_line) return;
      append(Kind::note, Direction::in, {}, {{"note", "line-cap"}});
      say(server_.answer_too_long_line(), honest, server_.speaks_enhanced());
      outbox_.end(Effect::Kind::close, "line-cap", honest);
      return;
    }
    over_long_octets_ = 0;
  }
  wire::Line kept = line;
  kept.raw = log_->arena().keep(line.raw);
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
  const Fit fit = fit_line(turn, kept.text);
  record_command(command, kept, turn.occasion.garbage, fit.line);
  if (turn.occasion.known) {
    world_.happened(scenario::Event::command_named, turn.occasion.verb);
  }
  choose_route(turn);
  if (fit.kind == Fit::Kind::expected) {
    play_dialogue(turn);
  } else if (fit.kind == Fit::Kind::free || tolerates(fit.miss, kept.text)) {
    take_turn(turn);
  }
  if (!parked_) close_line(turn);
}

void SmtpFlow::close_line(const Turn& turn) {
  last_verb_ = turn.occasion.verb;
  transcript_is_full();
}

std::string_view SmtpFlow::pending() const {
  if (content_) return {content_->piece, content_->dropped ? 0 : content_->used};
  if (wants_octets()) return octets();
  return cutter_.pending();
}

void SmtpFlow::flush_pending() {
  if (content_) return flush_piece();
  flush_octets("cut-short", "yes");
  if (const std::string_view rest = cutter_.pending(); !rest.empty() && !deaf_capped_) {
    append(Kind::bytes, Direction::in, log_->arena().keep(rest), {{"cut-short", "yes"}});
    cutter_.drop_pending();
  }
}

void SmtpFlow::append(Kind kind, Direction direction, std::string_view bytes,
                      const Fields& fields) {
  world_.transcript.append(*log_, kind, direction, now_, virtual_now_, bytes, fields);
}

}  // namespace postiche::engine
