// SPDX-License-Identifier: MIT
#include "harness/cli/pool.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>

#include "harness/cli/terminal.h"

namespace postiche::cli {
namespace {

constexpr const char* ourselves = "/proc/self/exe";

// With its signals as they were for us, and both streams in the log.
bool spawn(Job& job, const Signals& signals) {
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, job.log.c_str(),
                                   O_WRONLY | O_CREAT | O_TRUNC, 0600);
  posix_spawn_file_actions_adddup2(&files, STDOUT_FILENO, STDERR_FILENO);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
  posix_spawnattr_setsigmask(&attributes, &signals.mask_before());
  std::vector<std::string> words{"postiche"};
  words.insert(words.end(), job.words.begin(), job.words.end());
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  const int failure =
      posix_spawn(&job.process, ourselves, &files, &attributes, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&files);
  posix_spawnattr_destroy(&attributes);
  if (failure == 0) return true;
  complain("cannot start one more of this program; try fewer --jobs");
  return false;
}

// Marks those that have ended; how many.
std::size_t reap(std::vector<Job>& jobs, const std::function<void(std::size_t)>& done) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < jobs.size(); ++i) {
    Job& job = jobs[i];
    const bool runs = job.process != 0 && !job.has_ended;
    if (!runs || waitpid(job.process, nullptr, WNOHANG) != job.process) continue;
    job.has_ended = true;
    ++count;
    done(i);
  }
  return count;
}

// Each ends its client, then itself.
void stop(std::vector<Job>& jobs) {
  for (const Job& job : jobs) {
    if (job.process != 0 && !job.has_ended) kill(job.process, SIGTERM);
  }
  for (const Job& job : jobs) {
    if (job.process != 0 && !job.has_ended) waitpid(job.process, nullptr, 0);
  }
}

}  // namespace

std::string Job::said() const {
  std::ifstream stream(log);
  std::string last;
  for (std::string line; std::getline(stream, line);) {
    if (!line.empty()) last = line;
  }
  return last;
}

bool run_jobs(std::vector<Job>& jobs, unsigned most, const Signals& signals,
              const std::function<void(std::size_t)>& done) {
  std::size_t next = 0, running = 0;
  while (next < jobs.size() || running > 0) {
    while (next < jobs.size() && running < most) {
      if (!spawn(jobs[next], signals)) {
        stop(jobs);
        return false;
      }
      ++next;
      ++running;
    }
    const auto signal = signals.wait(Duration::seconds(1));
    running -= reap(jobs, done);
    if (signal == SIGINT || signal == SIGTERM) {
      stop(jobs);
      return false;
    }
  }
  return true;
}

}  // namespace postiche::cli
