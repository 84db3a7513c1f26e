// SPDX-License-Identifier: MIT
#include "harness/server/recorder.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>
#include <utility>

namespace postiche::server {
namespace {

constexpr std::size_t write_at_once = 256 * 1024;
// While writing fails, no more than this waits outside the transcript, which has its own bound.
constexpr std::size_t backlog_limit = 4 * 1024 * 1024;

// "2026-11-22T21-16-33-smtp.retry.greylisting": sorts by time, and is a file name everywhere.
std::string file_stem(const std::string& scenario, VirtualTime started) {
  std::string stem = to_text(started).substr(0, 19) + "-" + scenario;
  for (char& c : stem) {
    if (c == ':' || c == '/' || static_cast<unsigned char>(c) <= ' ') c = '-';
  }
  return stem;
}

Error cannot_write(const std::string& what, int reason) {
  std::string hint = "choose another folder with --record";
  if (reason == ENOSPC)
    hint = "make room on the disk: what was not written is kept and tried again";
  return {{}, "cannot write " + what + ": " + std::strerror(reason), hint};
}

}  // namespace

Result<Recorder> Recorder::open(const std::string& folder, const transcript::Header& header,
                                VirtualTime started, transcript::Secrets secrets) {
  std::error_code failed;
  std::filesystem::create_directories(folder, failed);
  if (failed) return cannot_write("the record folder '" + folder + "'", failed.value());
  const std::string stem = folder + "/" + file_stem(header.scenario, started);
  for (int attempt = 1; attempt <= 10'000; ++attempt) {
    const std::string file = stem + (attempt == 1 ? "" : "-" + std::to_string(attempt)) + ".jsonl";
    const int descriptor =
        ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0644);
    if (descriptor >= 0) {
      Recorder recorder(descriptor, file, secrets);
      transcript::write_header(recorder.buffer_, header);
      recorder.write_out();
      if (recorder.trouble_) return *recorder.trouble_;
      return recorder;
    }
    if (errno != EEXIST) return cannot_write("'" + file + "'", errno);
  }
  return cannot_write("'" + stem + ".jsonl'", EEXIST);
}

Recorder::Recorder(int descriptor, std::string file, transcript::Secrets secrets)
    : descriptor_(descriptor), file_(std::move(file)), secrets_(secrets) {}

Recorder::Recorder(Recorder&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)),
      file_(std::move(other.file_)),
      secrets_(other.secrets_),
      taken_(other.taken_),
      lost_(other.lost_),
      pending_versions_(std::move(other.pending_versions_)),
      buffer_(std::move(other.buffer_)),
      next_flush_(other.next_flush_),
      trouble_(std::move(other.trouble_)) {}

Recorder::~Recorder() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

void Recorder::follow(const transcript::Transcript& transcript, Instant now) {
  take_up(transcript);
  const bool due = now >= next_flush_;
  if (!due && buffer_.size() < write_at_once) return;
  if (due) {
    take_pending(transcript);
    next_flush_ = now + flush_interval;
  }
  write_out();
}

void Recorder::finish(const transcript::Transcript& transcript) {
  do {
    take_up(transcript);
    write_out();
  } while (!trouble_ && taken_ < transcript.last());
  take_pending(transcript);
  write_out();
}

void Recorder::take_up(const transcript::Transcript& transcript) {
  const std::uint64_t forgotten = transcript.first() - 1;
  if (forgotten > taken_) {
    lost_ += forgotten - taken_;
    taken_ = forgotten;
  }
  for (; taken_ < transcript.last() && buffer_.size() < backlog_limit; ++taken_) {
    const transcript::Event* const event = transcript.at(taken_ + 1);
    if (event == nullptr) {
      ++lost_;
    } else {
      transcript::write_event(buffer_, *event, secrets_);
    }
  }
}

void Recorder::take_pending(const transcript::Transcript& transcript) {
  if (buffer_.size() >= backlog_limit) return;
  std::unordered_map<std::uint32_t, std::uint64_t> seen;
  for (const transcript::Log* const log : transcript.open_logs()) {
    if (log->pending().empty() && log->held().empty()) continue;
    const auto before = pending_versions_.find(log->connection());
    seen.emplace(log->connection(), log->pending_version());
    if (before != pending_versions_.end() && before->second == log->pending_version()) continue;
    transcript::write_pending(buffer_, log->connection(), log->pending(), log->held(), secrets_);
  }
  pending_versions_ = std::move(seen);
}

void Recorder::write_out() {
  std::string_view rest = buffer_;
  trouble_.reset();
  while (!rest.empty()) {
    const ssize_t written = ::write(descriptor_, rest.data(), rest.size());
    if (written > 0) {
      rest.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno != EINTR) {
      trouble_ = cannot_write("'" + file_ + "'", errno);
      break;
    }
  }
  buffer_.erase(0, buffer_.size() - rest.size());
}

}  // namespace postiche::server
