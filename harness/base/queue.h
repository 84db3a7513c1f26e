// SPDX-License-Identifier: MIT
#pragma once
// A first-in-first-out queue that owns no memory while it is empty and new. std::deque takes half a
// kilobyte at birth, too much for ten thousand idle connections.

#include <cstddef>
#include <utility>
#include <vector>

namespace postiche {

template <typename T>
class Queue {
 public:
  bool empty() const { return head_ == items_.size(); }
  std::size_t size() const { return items_.size() - head_; }
  T& front() { return items_[head_]; }
  const T& front() const { return items_[head_]; }
  // The n-th from the end, 0 being the last.
  const T& from_end(std::size_t n) const { return items_[items_.size() - 1 - n]; }
  void push(T item) { items_.push_back(std::move(item)); }
  void pop() {
    if (++head_ == items_.size()) return clear();
    // One that is never quite empty must not keep all that ever was in it.
    if (head_ < 64 || head_ < items_.size() / 2) return;
    items_.erase(items_.begin(), items_.begin() + static_cast<std::ptrdiff_t>(head_));
    head_ = 0;
  }
  std::size_t capacity() const { return items_.capacity(); }
  void clear() {
    items_.clear();
    head_ = 0;
  }

 private:
  std::vector<T> items_;
  std::size_t head_ = 0;
};

}  // namespace postiche
