// SPDX-License-Identifier: MIT
#include "harness/store/body.h"

namespace postiche::store {

namespace {

// One message, as somebody sent it.
class Kept : public Source, public std::enable_shared_from_this<Kept> {
 public:
  explicit Kept(Rope octets) : octets_(std::move(octets)) {}

  std::uint64_t size(std::uint32_t) const override { return octets_.size(); }
  std::shared_ptr<const Rope> read(std::uint32_t) const override {
    return {shared_from_this(), &octets_};
  }

 private:
  Rope octets_;
};

}  // namespace

Body::Body(Rope octets) : source_(std::make_shared<Kept>(std::move(octets))), number_(0) {}

}  // namespace postiche::store
