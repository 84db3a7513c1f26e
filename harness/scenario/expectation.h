// SPDX-License-Identifier: MIT
#pragma once
// What a client is expected to do, as forms that a transcript is measured by.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>

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
struct NeverForm {
  Trigger event;
  Condition if_;
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

struct Expectation {
  std::string id;
  Level level = Level::must;
  std::variant<CountForm, GapForm, NeverForm, MessageForm, EndingForm> form;
  std::string says;  // the sentence for people; may be empty
  Place place;
};

}  // namespace postiche::scenario
