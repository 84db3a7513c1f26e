// SPDX-License-Identifier: MIT
#pragma once
// Where a check puts down what it found; what that means for the client is decided here.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "harness/judge/profile.h"
#include "harness/judge/verdict.h"
#include "harness/transcript/event.h"

namespace postiche::judge {

class Finder {
 public:
  explicit Finder(const Profile& profile) : profile_(profile) {}

  const Profile& profile() const { return profile_; }

  // The situation arose, and the client did right.
  void good(const transcript::Event& event);
  // It did wrong: `measured` is a sentence. `part` is the guilty octets, a view into the event's;
  // empty for all of them.
  void breach(const transcript::Event& event, std::string measured, std::string_view part = {});
  // Good where `condition` holds, else a breach.
  void expect(bool condition, const transcript::Event& event, const std::string& measured,
              std::string_view part = {});
  // It did wrong, and is to be told, but somebody could defend it: never worse than WARN.
  void slip(const transcript::Event& event, std::string measured, std::string_view part = {});
  // What is worth knowing, and no fault: INFO.
  void remark(const transcript::Event& event, std::string measured, std::string_view part = {});
  // It did something that cannot be judged fairly: why is a sentence.
  void unclear(const transcript::Event& event, std::string why);

  // What the server did itself from this event on is illegal: breaches behind it are unclear.
  void excuse_from(std::uint64_t sequence) { excused_from_ = sequence; }

  // By the force of the requirement. Unresolved where nothing was found.
  Verdict verdict(const Requirement& requirement) const;

 private:
  struct Found {
    std::uint64_t sequence;
    std::string measured;
    Mark mark;
  };

  const std::vector<Found>& worst() const;
  bool is_excused(const transcript::Event& event) const;

  Profile profile_;
  std::uint64_t excused_from_ = 0;  // 0: never
  std::uint64_t good_ = 0;
  std::uint64_t first_good_ = 0;
  std::vector<Found> breaches_, slips_, remarks_, unclear_;
};

}  // namespace postiche::judge
