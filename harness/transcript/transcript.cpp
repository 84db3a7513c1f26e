// SPDX-License-Identifier: MIT
#include "harness/transcript/transcript.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <new>
#include <unordered_set>

#include "harness/base/ascii.h"

namespace postiche::transcript {
namespace {

constexpr std::array<std::string_view, 9> kind_names{"open",    "tls",  "bytes", "command", "reply",
                                                     "message", "rule", "note",  "close"};
constexpr std::array<std::string_view, 3> direction_names{"none", "in", "out"};

template <typename Enum, std::size_t size>
std::optional<Enum> find(const std::array<std::string_view, size>& names, std::string_view name) {
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) return std::nullopt;
  return static_cast<Enum>(found - names.begin());
}

}  // namespace

std::string_view name(Kind kind) { return kind_names[static_cast<std::size_t>(kind)]; }
std::string_view name(Direction direction) {
  return direction_names[static_cast<std::size_t>(direction)];
}
std::optional<Kind> find_kind(std::string_view name) { return find<Kind>(kind_names, name); }
std::optional<Direction> find_direction(std::string_view name) {
  return find<Direction>(direction_names, name);
}

std::vector<Event::NearMiss> Event::near_misses() const {
  std::vector<NearMiss> misses;
  if (kind != Kind::note || field("note") != "near-miss") return misses;
  std::size_t told = 0;
  for (const Field& one : fields) {
    if (one.name == "rule") misses.push_back({one.value, {}});
    if (one.name == "why" && told < misses.size()) misses[told++].why = one.value;
  }
  return misses;
}

std::optional<std::string_view> Event::field(std::string_view wanted) const {
  for (const Field& field : fields) {
    if (field.name == wanted) return field.value;
  }
  return std::nullopt;
}

std::uint64_t Event::times() const {
  const auto text = field("times");
  return text ? ascii::parse_number(*text).value_or(1) : 1;
}

std::string Event::copies(std::size_t room) const {
  std::string all(bytes);
  const std::uint64_t fitting = bytes.empty() ? 1 : room / bytes.size();
  for (std::uint64_t i = 1; i < std::min(times(), fitting); ++i) all += bytes;
  return all;
}

Fields::Fields(std::initializer_list<Field> fields) {
  for (const Field& field : fields) add(field.name, field.value);
}

void Fields::add(std::string_view name, std::string_view value) {
  if (size_ < at_hand) {
    fields_[size_++] = {name, value};
    return;
  }
  if (more_.empty()) more_.assign(fields_, fields_ + size_);
  if (more_.size() < limit) more_.push_back({name, value});
}

void Fields::add(std::string_view name, std::uint64_t value) {
  if (numbers_ == std::size(digits_)) return;
  char* const text = digits_[numbers_++];
  const auto end = std::to_chars(text, text + sizeof digits_[0], value).ptr;
  add(name, {text, static_cast<std::size_t>(end - text)});
}

std::shared_ptr<Log> Transcript::open() { return open(connections_ + 1); }

std::shared_ptr<Log> Transcript::open(std::uint32_t connection) {
  connections_ = std::max(connections_, connection);
  logs_.push_back(std::make_shared<Log>(connection));
  Log* const log = logs_.back().get();
  log->open_index_ = open_.size();
  open_.push_back(log);
  return logs_.back();
}

const Event& Transcript::append(Log& log, Kind kind, Direction direction, Instant at,
                                VirtualTime virtual_at, std::string_view bytes,
                                const Fields& fields) {
  const std::span<const Field> given = fields.all();
  auto* const kept =
      reinterpret_cast<Field*>(log.arena_.reserve(given.size() * sizeof(Field), alignof(Field)));
  for (std::size_t i = 0; i < given.size(); ++i) {
    new (kept + i) Field{given[i].name, log.arena_.keep(given[i].value)};
  }
  Event event;
  event.sequence = base_ + order_.size() + 1;
  event.at = at;
  event.virtual_at = virtual_at;
  event.connection = log.connection_;
  event.kind = kind;
  event.direction = direction;
  event.bytes = bytes;
  event.fields = {kept, given.size()};
  const auto* const stored = new (log.arena_.reserve(sizeof(Event), alignof(Event))) Event(event);
  order_.push_back(stored);
  kept_ += log.arena_.footprint() - log.counted_;
  log.counted_ = log.arena_.footprint();
  if (kept_ > limit_ && forgettable_ > 0) forget_oldest();
  return *stored;
}

void Transcript::close(Log& log) {
  if (log.closed_) return;
  log.set_pending({}, {});
  log.closed_ = true;
  forgettable_ += log.counted_;
  open_.back()->open_index_ = log.open_index_;
  open_[log.open_index_] = open_.back();
  open_.pop_back();
}

const Event* Transcript::at(std::uint64_t sequence) const {
  if (sequence <= base_ || sequence > last()) return nullptr;
  return order_[sequence - base_ - 1];
}

std::vector<const Event*> Transcript::events() const {
  std::vector<const Event*> all;
  all.reserve(order_.size());
  std::copy_if(order_.begin(), order_.end(), std::back_inserter(all),
               [](const Event* event) { return event != nullptr; });
  return all;
}

void Transcript::forget_oldest() {
  // A quarter at once, so that the walk over the order is rare.
  const std::size_t goal = limit_ - limit_ / 4;
  std::unordered_set<std::uint32_t> gone;
  std::deque<std::shared_ptr<Log>> living;
  std::vector<std::shared_ptr<Log>> dropped;
  for (std::shared_ptr<Log>& log : logs_) {
    if (kept_ > goal && log->closed_) {
      kept_ -= log->counted_;
      forgettable_ -= log->counted_;
      gone.insert(log->connection_);
      dropped.push_back(std::move(log));
    } else {
      living.push_back(std::move(log));
    }
  }
  logs_ = std::move(living);
  forgotten_ += dropped.size();
  for (const Event*& event : order_) {
    if (event != nullptr && gone.contains(event->connection)) event = nullptr;
  }
  while (!order_.empty() && order_.front() == nullptr) {
    order_.pop_front();
    ++base_;
  }
}

void Transcript::clear() {
  base_ += order_.size();
  order_.clear();
  std::erase_if(logs_, [](const auto& log) { return log->closed_; });
  kept_ = forgettable_ = 0;
  for (const auto& log : logs_) kept_ += log->counted_;
}

}  // namespace postiche::transcript
