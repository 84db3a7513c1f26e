// SPDX-License-Identifier: MIT
#pragma once
// Pipes for a child's standard output and standard error: what comes is passed on to our own, and
// the end of it kept.

#include <array>
#include <atomic>
#include <string>
#include <thread>

namespace postiche::cli {

class Tee {
 public:
  Tee();
  Tee(const Tee&) = delete;
  Tee& operator=(const Tee&) = delete;
  ~Tee();

  // The child's ends.
  int standard_output() const { return pipes_[0][1]; }
  int standard_error() const { return pipes_[1][1]; }
  // The child has ended: what is still in the pipes is passed on. Gives the last 64 KiB of all.
  std::string finish();

 private:
  static constexpr std::size_t kept = 64 * 1024;

  void follow();
  bool pass_on(int from, int to);

  std::array<std::array<int, 2>, 2> pipes_{{{-1, -1}, {-1, -1}}};
  std::atomic<bool> ended_ = false;
  std::string output_;
  std::thread thread_;
};

}  // namespace postiche::cli
