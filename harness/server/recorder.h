// SPDX-License-Identifier: MIT
#pragma once
// Writes a transcript to a file as it happens: after kill -9, all but the last flush interval is on
// disk. When the disk is full, what could not be written is kept and tried again, as long as the
// transcript in memory holds it.

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>

#include "harness/base/result.h"
#include "harness/base/time.h"
#include "harness/transcript/json_lines.h"
#include "harness/transcript/mask.h"
#include "harness/transcript/transcript.h"

namespace postiche::server {

class Recorder {
 public:
  static constexpr Duration flush_interval = Duration::milliseconds(50);

  // Makes a new file in `folder`, which is made if missing. No file is ever written over.
  static Result<Recorder> open(const std::string& folder, const transcript::Header& header,
                               VirtualTime started, transcript::Secrets secrets);
  Recorder(Recorder&& other) noexcept;
  Recorder& operator=(Recorder&&) = delete;
  ~Recorder();

  // Takes up the events since the last call; writes when a flush is due or much has come together.
  void follow(const transcript::Transcript& transcript, Instant now);
  // Writes all there is.
  void finish(const transcript::Transcript& transcript);

  const std::string& file() const { return file_; }
  // Why the latest write failed, as long as it does.
  const std::optional<Error>& trouble() const { return trouble_; }
  // Events that the transcript forgot while they could not be written.
  std::uint64_t lost() const { return lost_; }

 private:
  Recorder(int descriptor, std::string file, transcript::Secrets secrets);
  void take_up(const transcript::Transcript& transcript);
  void take_pending(const transcript::Transcript& transcript);
  void write_out();

  int descriptor_;
  std::string file_;
  transcript::Secrets secrets_;
  std::uint64_t taken_ = 0;  // sequence number of the last event taken up
  std::uint64_t lost_ = 0;
  std::unordered_map<std::uint32_t, std::uint64_t> pending_versions_;
  std::string buffer_;
  Instant next_flush_;
  std::optional<Error> trouble_;
};

}  // namespace postiche::server
