// SPDX-License-Identifier: MIT
#include "harness/store/generated.h"

#include <algorithm>
#include <utility>

#include "harness/base/bug.h"

namespace postiche::store {

namespace {

constexpr std::string_view filler_line =
    "The quick brown fox jumps over the lazy dog, and nobody asks why it did.\r\n";

VirtualTime date_of(const Generated& wanted, std::uint32_t number) {
  return {wanted.first_date.ns + wanted.interval.ns * (number - 1)};
}

// The end of a message's text: whole lines, and one that is cut where need be.
std::string filler_of(std::uint64_t octets) {
  std::string text;
  text.reserve(octets);
  while (text.size() + filler_line.size() <= octets) text += filler_line;
  const std::uint64_t rest = octets - text.size();
  // One octet is no line: the one before grows by it.
  if (rest == 1 && !text.empty()) text.insert(text.size() - 2, "!");
  if (rest >= 2) text.append(rest - 2, '.').append("\r\n");
  return text;
}

class Writer : public Source {
 public:
  explicit Writer(Generated wanted) : wanted_(std::move(wanted)) {
    // No number is longer than the last, and no date by more than a digit of the day.
    longest_header_ = header(static_cast<std::uint32_t>(wanted_.count)).size() + 1;
    const std::uint64_t least = longest_header_ + 2;
    octets_ = std::max(wanted_.octets, least);
    filler_ = std::make_shared<const std::string>(filler_of(octets_ - longest_header_));
  }

  std::uint64_t size(std::uint32_t) const override { return octets_; }
  std::shared_ptr<const Rope> read(std::uint32_t number) const override;

 private:
  // With the empty line behind it.
  std::string header(std::uint32_t number) const;

  Generated wanted_;
  std::uint64_t octets_ = 0;
  std::size_t longest_header_ = 0;
  std::shared_ptr<const std::string> filler_;
};

std::string Writer::header(std::uint32_t number) const {
  const std::string text = std::to_string(number);
  const VirtualTime date = date_of(wanted_, number);
  return "Date: " + to_mail_date(date) + "\r\nFrom: Sender " + text + " <sender-" + text + "@" +
         wanted_.domain + ">\r\nTo: <recipient@" + wanted_.domain + ">\r\nSubject: Message " +
         text + "\r\nMessage-ID: <generated-" + text + "@" + wanted_.domain + ">\r\n\r\n";
}

std::shared_ptr<const Rope> Writer::read(std::uint32_t number) const {
  std::string head = header(number);
  POSTICHE_CHECK(head.size() <= longest_header_);
  // All are of one size, so that it is known without writing them.
  head.append(longest_header_ - head.size(), 'x');
  auto rope = std::make_shared<Rope>(std::move(head));
  rope->append(*filler_, filler_);
  return rope;
}

}  // namespace

void generate(Mailbox& mailbox, const Generated& wanted) {
  if (wanted.count == 0) return;
  const auto writer = std::make_shared<const Writer>(wanted);
  mailbox.reserve(wanted.count);
  for (std::uint32_t number = 1; number <= wanted.count; ++number) {
    mailbox.append(Body(writer, number), wanted.flags, date_of(wanted, number));
  }
}

}  // namespace postiche::store
