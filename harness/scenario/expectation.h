// SPDX-License-Identifier: MIT
#pragma once
// What a client is expected to do, as forms that a transcript is measured by.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "harness/base/time.h"
#include "harness/scenario/condition.h"

namespace postiche::scenario {

enum class Level { must, should, may, info };

struct CountForm {
  Trigger event;
  Condition if_;
  std::optional<std::uint64_t> at_least, at_most;  // `exactly` sets both
};
struct GapForm {
  enum class Between { attempts, connections, events };
  Between between = Between::attempts;
  Trigger event;                              // Between::events
  std::optional<Duration> at_least, at_most;  // virtual
};
// It happened at least once, or not at all.
struct OccurrenceForm {
  bool wanted = true;
  Trigger event;
  Condition if_;
};
// After each `after`, on the same connection (a `connect`: on any later one), `event` comes in
// time.
struct WithinForm {
  Trigger after, event;
  Duration time;  // virtual
};
// On each connection no event comes before the one that is named before it.
struct OrderForm {
  std::vector<Trigger> events;
};
// Values that stay the same from one attempt, connection or event to the next.
struct SameForm {
  struct Value {
    std::string name;      // as written: "header.message-id"
    bool content = false;  // of the message, without dot-stuffing; else the attribute
    Attribute attribute{};
    std::string key;
  };
  enum class Across { attempts, connections, events };
  std::vector<Value> values;
  Across across = Across::attempts;
  Trigger event;  // Across::events
};
struct MessageForm {  // some accepted message meets all that is given
  std::optional<Pattern> bytes;
  std::map<std::string, Pattern> headers;  // names in lower case
  std::optional<std::string> sha256;       // of the content, hex
  std::optional<Pattern> reverse_path, recipient;
};
struct EndingForm {  // how each connection ended
  enum class By { any, client, server };
  By by = By::any;
  std::optional<std::string> how;  // quit, fin, rst, timeout
};

// What the client said to its user: the run has started it.
struct ClientForm {
  std::optional<Pattern> status;  // exit status
  std::optional<Pattern> output;  // standard output and standard error as they came
};
// The client's command lines, connections in order of opening, message content apart.
struct StreamForm {
  struct Substitution {
    Pattern pattern;
    std::string text;
  };
  std::vector<std::string> lines;  // with their endings
  std::vector<Pattern> drop;       // lines that are passed over
  std::vector<Substitution> substitute;
};

using Form = std::variant<CountForm, GapForm, OccurrenceForm, WithinForm, OrderForm, SameForm,
                          MessageForm, EndingForm, ClientForm, StreamForm>;

// One way in which a run can come out, and what that means.
struct PickedForm {
  enum class Means { pass, info, warn, fail };
  Means means = Means::pass;
  Form form;
  std::string says;
};

struct Expectation {
  std::string id;
  Level level = Level::must;
  Form form;
  std::optional<Form> arises;    // what has to be met first; unresolved where it is not
  std::vector<PickedForm> pick;  // instead of level and form: the first that is met decides
  std::string says;              // the sentence for people; may be empty
  Place place;
};

}  // namespace postiche::scenario
