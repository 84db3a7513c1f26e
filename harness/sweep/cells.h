// SPDX-License-Identifier: MIT
#pragma once
// The cells of a sweep: each point of a recorded conversation with each fault that can befall it,
// as a scenario that brings that one about.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "harness/base/time.h"
#include "harness/scenario/protocol.h"
#include "harness/transcript/event.h"

namespace postiche::sweep {

// Something that the client did, or that it waits for, which can go wrong.
struct Point {
  scenario::Protocol protocol = scenario::Protocol::smtp;
  std::string when;          // the event: "connect", "RCPT", "message"; or "content", amid it
  std::size_t nth = 1;       // of all such events in the run
  std::string said;          // octets of the honest reply
  std::size_t amid = 0;      // so many octets of the content have come
  std::string text() const;  // "RCPT", "RCPT 2"
};

// In the order of the conversation. Each connection's greeting, each command that was answered,
// each line within AUTH, the midst and the end of each message.
std::vector<Point> points_of(const std::vector<const transcript::Event*>& events);

// What can go wrong, in the order of the table: "4yz", "close" ...
std::vector<std::string_view> faults();

struct Cell {
  std::size_t point = 0;
  std::string_view fault;
  std::string id;    // "rcpt-2-close": a name for a file
  std::string yaml;  // the scenario
};

// All that make sense. `base` is what a scenario calls the scenario that is swept in `use`; a stall
// lasts `stall`.
std::vector<Cell> cells_of(const std::vector<Point>& points, const std::string& base,
                           Duration stall);

}  // namespace postiche::sweep
