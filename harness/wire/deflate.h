// SPDX-License-Identifier: MIT
#pragma once
// A stream of octets made smaller, and back: the raw DEFLATE of RFC 1951, each piece flushed so
// that the other side can read all of it at once (RFC 4978 sec 4). By zlib.

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace postiche::wire {

class Deflater {
 public:
  Deflater();
  ~Deflater();
  Deflater(const Deflater&) = delete;
  Deflater& operator=(const Deflater&) = delete;

  // What `octets` are on the wire.
  std::string deflate(std::string_view octets);

 private:
  struct Stream;
  std::unique_ptr<Stream> stream_;
};

class Inflater {
 public:
  Inflater();
  ~Inflater();
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;

  // Eats from the front of `octets` and gives no more than `most` of what they stand for. Nothing
  // means: all of `octets` is eaten, feed me more; or the stream is damaged.
  std::string inflate(std::string_view& octets, std::size_t most);
  // What came is no DEFLATE, or is behind the end of one.
  bool is_damaged() const { return is_damaged_; }

 private:
  struct Stream;
  std::unique_ptr<Stream> stream_;
  bool is_damaged_ = false;
};

}  // namespace postiche::wire
