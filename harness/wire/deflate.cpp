// SPDX-License-Identifier: MIT
#include "harness/wire/deflate.h"

#include <zlib.h>

#include <algorithm>
#include <limits>

#include "harness/base/bug.h"

namespace postiche::wire {

namespace {

// Negative: without the header and the checksum of zlib's own format.
constexpr int raw = -MAX_WBITS;
constexpr int usual_memory = 8;

// zlib counts in 32 bits, and takes what it only reads by a pointer that is not const.
void give(z_stream& stream, std::string_view octets) {
  constexpr std::size_t most = std::numeric_limits<uInt>::max();
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(octets.data()));
  stream.avail_in = static_cast<uInt>(std::min(octets.size(), most));
}

void take(z_stream& stream, std::string& out) {
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
}

}  // namespace

struct Deflater::Stream {
  z_stream zlib{};
};

Deflater::Deflater() : stream_(std::make_unique<Stream>()) {
  POSTICHE_CHECK(deflateInit2(&stream_->zlib, Z_DEFAULT_COMPRESSION, Z_DEFLATED, raw, usual_memory,
                              Z_DEFAULT_STRATEGY) == Z_OK);
}

Deflater::~Deflater() { deflateEnd(&stream_->zlib); }

std::string Deflater::deflate(std::string_view octets) {
  z_stream& zlib = stream_->zlib;
  std::string all, piece;
  give(zlib, octets);
  do {
    piece.resize(std::max<std::size_t>(64, octets.size() / 2));
    take(zlib, piece);
    ::deflate(&zlib, Z_SYNC_FLUSH);
    all.append(piece, 0, piece.size() - zlib.avail_out);
  } while (zlib.avail_out == 0);
  return all;
}

struct Inflater::Stream {
  z_stream zlib{};
};

Inflater::Inflater() : stream_(std::make_unique<Stream>()) {
  POSTICHE_CHECK(inflateInit2(&stream_->zlib, raw) == Z_OK);
}

Inflater::~Inflater() { inflateEnd(&stream_->zlib); }

std::string Inflater::inflate(std::string_view& octets, std::size_t most) {
  if (is_damaged_) return {};
  z_stream& zlib = stream_->zlib;
  std::string out(most, '\0');
  give(zlib, octets);
  take(zlib, out);
  const int outcome = ::inflate(&zlib, Z_SYNC_FLUSH);
  octets.remove_prefix(octets.size() - zlib.avail_in);
  out.resize(most - zlib.avail_out);
  // Z_BUF_ERROR: there was nothing to do.
  is_damaged_ = outcome != Z_OK && outcome != Z_BUF_ERROR;
  return out;
}

}  // namespace postiche::wire
