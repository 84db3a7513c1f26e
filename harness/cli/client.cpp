// SPDX-License-Identifier: MIT
#include "harness/cli/client.h"

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstring>

#include "harness/cli/tee.h"

namespace postiche::cli {
namespace {

std::vector<char*> pointers(std::vector<std::string>& words) {
  std::vector<char*> list;
  list.reserve(words.size() + 1);
  for (std::string& word : words) list.push_back(word.data());
  list.push_back(nullptr);
  return list;
}

std::vector<std::string> environment_with(const std::map<std::string, std::string>& added) {
  std::vector<std::string> list;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view text = *entry;
    if (!added.contains(std::string(text.substr(0, text.find('='))))) list.emplace_back(text);
  }
  for (const auto& [name, value] : added) list.push_back(name + "=" + value);
  return list;
}

// In a process group of its own, so that what it starts ends with it; with the signals it expects.
int spawn(pid_t& child, std::vector<std::string> words, std::vector<std::string> environment,
          const Signals& signals, const std::optional<Tee>& tee) {
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  if (tee) {
    posix_spawn_file_actions_adddup2(&files, tee->standard_output(), STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&files, tee->standard_error(), STDERR_FILENO);
  }
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  posix_spawnattr_setflags(&attributes,
                           POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
  posix_spawnattr_setsigmask(&attributes, &signals.mask_before());
  sigset_t defaults;
  sigemptyset(&defaults);
  sigaddset(&defaults, SIGPIPE);  // ours is ignored, and that would be inherited
  posix_spawnattr_setsigdefault(&attributes, &defaults);
  posix_spawnattr_setpgroup(&attributes, 0);
  const auto arguments = pointers(words);
  const auto variables = pointers(environment);
  const int failure =
      posix_spawnp(&child, arguments[0], &files, &attributes, arguments.data(), variables.data());
  posix_spawn_file_actions_destroy(&files);
  posix_spawnattr_destroy(&attributes);
  return failure;
}

bool has_ended(pid_t child, ClientEnd& end) {
  int status = 0;
  if (waitpid(child, &status, WNOHANG) != child) return false;
  if (WIFEXITED(status)) end.status = WEXITSTATUS(status);
  if (WIFSIGNALED(status)) end.signal = WTERMSIG(status);
  return true;
}

// Ends a client whose run is over: it may go by itself, then it is asked, then it is made to.
class Farewell {
 public:
  Farewell(pid_t child, const std::function<bool()>& is_over) : child_(child), is_over_(is_over) {}

  // How long until it wants to look again.
  std::chrono::nanoseconds turn() const {
    return is_over_ ? std::chrono::milliseconds(50) : std::chrono::nanoseconds::max();
  }

  void mind(ClientEnd& end) {
    if (!is_over_) return;
    const auto now = Clock::now();
    if (!over_ && is_over_()) {
      over_ = true;
      since_ = now;
    }
    if (!over_ || now - since_ < patience) return;
    // A second time it is no longer asked.
    kill(-child_, end.finished ? SIGKILL : SIGTERM);
    end.finished = true;
    since_ = now;
  }

 private:
  using Clock = std::chrono::steady_clock;
  static constexpr std::chrono::seconds patience{2};

  pid_t child_;
  const std::function<bool()>& is_over_;
  bool over_ = false;
  Clock::time_point since_{};  // then, or since it was asked to go
};

// Waits for its end, or ends it.
void attend(pid_t child, const Signals& signals, Duration timeout,
            const std::function<bool()>& is_over, ClientEnd& end) {
  using Clock = std::chrono::steady_clock;
  const auto deadline = Clock::now() + std::chrono::nanoseconds(timeout.ns);
  Farewell farewell(child, is_over);
  while (!has_ended(child, end)) {
    farewell.mind(end);
    const auto left = std::chrono::duration_cast<std::chrono::nanoseconds>(deadline - Clock::now());
    if (left.count() <= 0 || end.interrupted) {
      end.timed_out = !end.interrupted;
      kill(-child, SIGKILL);
      waitpid(child, nullptr, 0);
      return;
    }
    const auto signal = signals.wait(Duration{std::min(left, farewell.turn()).count()});
    if (signal == SIGINT || signal == SIGTERM) end.interrupted = true;
  }
}

// While it lives the client has the terminal, if we had it: in a group of its own it would be
// stopped as soon as it reads, and a telnet would stand still until the timeout.
class Foreground {
 public:
  explicit Foreground(pid_t child) : ours_(getpgrp()), had_(tcgetpgrp(STDIN_FILENO) == ours_) {
    if (!had_) return;
    tcsetpgrp(STDIN_FILENO, child);
    kill(-child, SIGCONT);  // it may have read already
  }
  Foreground(const Foreground&) = delete;
  Foreground& operator=(const Foreground&) = delete;
  ~Foreground() {
    if (!had_) return;
    sigset_t stop;  // taking the terminal back from behind stops a process that does not block this
    sigset_t before;
    sigemptyset(&stop);
    sigaddset(&stop, SIGTTOU);
    pthread_sigmask(SIG_BLOCK, &stop, &before);
    tcsetpgrp(STDIN_FILENO, ours_);
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
  }
  // Ctrl-C goes to the client alone then, but means the run.
  bool was_interrupted(const ClientEnd& end) const { return had_ && end.signal == SIGINT; }

 private:
  pid_t ours_;
  bool had_;
};

}  // namespace

std::string ClientEnd::text() const {
  if (finished) return "was ended, since the run was over";
  if (timed_out) return "did not end in time and was killed";
  if (interrupted) return "was interrupted";
  if (signal != 0)
    return "was killed by signal " + std::to_string(signal) + " (" + strsignal(signal) + ")";
  return "exited with status " + std::to_string(status.value_or(0));
}

std::string fill_in(const std::string& text, const std::map<std::string, std::string>& values) {
  std::string out;
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t open = text.find('{', at);
    out += text.substr(at, open - at);
    if (open == std::string::npos) break;
    const std::size_t close = text.find('}', open);
    const auto found = close == std::string::npos
                           ? values.end()
                           : values.find(text.substr(open + 1, close - open - 1));
    if (found == values.end()) {
      out += '{';
      at = open + 1;
    } else {
      out += found->second;
      at = close + 1;
    }
  }
  return out;
}

Result<ClientEnd> run_client(const std::vector<std::string>& words,
                             const std::map<std::string, std::string>& environment,
                             const Signals& signals, Duration timeout, bool keep_output,
                             const std::function<bool()>& is_over) {
  std::optional<Tee> tee;
  if (keep_output) tee.emplace();
  pid_t child = 0;
  if (const int failure = spawn(child, words, environment_with(environment), signals, tee)) {
    return Error{{},
                 "cannot start the client '" + words[0] + "': " + std::strerror(failure),
                 "is it installed, and on PATH?"};
  }
  ClientEnd end;
  {
    const Foreground foreground(child);
    attend(child, signals, timeout, is_over, end);
    end.interrupted = end.interrupted || foreground.was_interrupted(end);
  }
  if (tee) end.output = tee->finish();
  return end;
}

}  // namespace postiche::cli
