// SPDX-License-Identifier: MIT
#include "harness/transcript/json_lines.h"

#include <array>
#include <charconv>
#include <limits>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <utility>

#include "harness/base/base64.h"
#include "harness/base/utf8.h"

namespace postiche::transcript {
namespace {

constexpr int schema_version = 1;

bool is_plain(char c) {
  return static_cast<unsigned char>(c) >= 32 && c != '"' && c != '\\' && c != 127;
}

void write_string(std::string& out, std::string_view text) {
  static constexpr std::string_view digits = "0123456789abcdef";
  out += '"';
  std::size_t begin = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (is_plain(c)) continue;
    out += text.substr(begin, i - begin);
    begin = i + 1;
    switch (c) {
      case '\r':
        out += "\\r";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\t':
        out += "\\t";
        break;
      case '"':
        out += "\\\"";
        break;
      case '\\':
        out += "\\\\";
        break;
      default:
        out += "\\u00";
        out += digits[static_cast<unsigned char>(c) >> 4];
        out += digits[static_cast<unsigned char>(c) & 15];
    }
  }
  out += text.substr(begin);
  out += '"';
}

void write_number(std::string& out, std::int64_t value) {
  std::array<char, 24> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  out.append(digits.data(), end);
}

// Text where it is text, else base64: every octet survives.
void write_value(std::string& out, std::string_view value) {
  if (utf8::is_valid(value)) return write_string(out, value);
  out += R"({"base64":)";
  write_string(out, base64::encode(value));
  out += '}';
}

void write_fields(std::string& out, const Event& event, bool mask) {
  out += R"(,"fields":{)";
  const auto write_one = [&](const Field& field) {
    if (mask) return write_value(out, masked_field(event, field));
    write_value(out, field.value);
  };
  const auto fields = event.fields;
  for (std::size_t i = 0; i < fields.size();) {
    if (i > 0) out += ',';
    write_string(out, fields[i].name);
    out += ':';
    std::size_t next = i + 1;
    while (next < fields.size() && fields[next].name == fields[i].name) ++next;
    if (next == i + 1) {
      write_one(fields[i]);
    } else {
      for (std::size_t k = i; k < next; ++k) {
        out += k == i ? '[' : ',';
        write_one(fields[k]);
      }
      out += ']';
    }
    i = next;
  }
  out += '}';
}

}  // namespace

void write_header(std::string& out, const Header& header) {
  out += R"({"postiche":"transcript","schema":)";
  write_number(out, schema_version);
  out += R"(,"scenario":)";
  write_value(out, header.scenario);
  if (!header.file.empty()) {
    out += R"(,"file":)";
    write_value(out, header.file);
  }
  if (!header.with.empty()) {
    std::string_view before = R"(,"with":{)";
    for (const auto& [name, value] : header.with) {
      out += before;
      write_string(out, name);
      out += ':';
      write_value(out, value);
      before = ",";
    }
    out += '}';
  }
  out += "}\n";
}

void write_event(std::string& out, const Event& event, Secrets secrets) {
  const bool mask = secrets == Secrets::masked && has_secret(event);
  out += R"({"seq":)";
  write_number(out, static_cast<std::int64_t>(event.sequence));
  out += R"(,"at":)";
  write_number(out, event.at.ns);
  out += R"(,"virtual":)";
  write_number(out, event.virtual_at.ns);
  out += R"(,"connection":)";
  write_number(out, event.connection);
  out += R"(,"kind":)";
  write_string(out, name(event.kind));
  if (event.direction != Direction::none) {
    out += R"(,"direction":)";
    write_string(out, name(event.direction));
  }
  if (!event.bytes.empty()) {
    out += R"(,"bytes":)";
    if (mask) {
      write_value(out, masked(event));
    } else {
      write_value(out, event.bytes);
    }
  }
  if (!event.fields.empty()) write_fields(out, event, mask);
  out += "}\n";
}

void write_pending(std::string& out, std::uint32_t connection, std::string_view frame,
                   std::string_view held, Secrets secrets) {
  out += R"({"kind":"pending","connection":)";
  write_number(out, connection);
  out += R"(,"bytes":)";
  const std::string octets = std::string(frame).append(held);
  write_value(out, secrets == Secrets::masked ? masked(octets) : octets);
  out += "}\n";
}

// --- reading ---

namespace {

using json = nlohmann::ordered_json;  // fields keep their order

// Only a whole number that fits: 1e300 is none, and its conversion is undefined.
template <typename Number>
Number number_of(const json& value) {
  if (!value.is_number_integer()) throw std::invalid_argument("this is no number");
  const bool large = value.is_number_unsigned() &&
                     value.get<std::uint64_t>() > std::numeric_limits<std::int64_t>::max();
  const auto number = value.get<std::int64_t>();
  if (large || number < 0 || !std::in_range<Number>(number)) {
    throw std::invalid_argument("this number is too large");
  }
  return static_cast<Number>(number);
}

std::string value_of(const json& value) {
  if (!value.is_object()) return value.get<std::string>();
  auto bytes = base64::decode(value.at("base64").get<std::string>());
  if (!bytes) throw std::invalid_argument("this is no base64");
  return std::move(*bytes);
}

// Older files say only which scenario it was.
Header header_of(const json& line) {
  if (line.value("postiche", "") != "transcript") throw std::invalid_argument("no header");
  if (number_of<int>(line.at("schema")) != schema_version)
    throw std::invalid_argument("other schema");
  Header header;
  if (line.contains("scenario")) header.scenario = value_of(line.at("scenario"));
  if (line.contains("file")) header.file = value_of(line.at("file"));
  const json with = line.value("with", json::object());
  for (const auto& [name, value] : with.items()) header.with[name] = value_of(value);
  return header;
}

class Reader {
 public:
  explicit Reader(Transcript& transcript) : transcript_(transcript) {}

  void take(const json& line) {
    const auto connection = number_of<std::uint32_t>(line.at("connection"));
    const std::string kind = line.at("kind").get<std::string>();
    if (kind == "pending") {
      pending_[connection] = value_of(line.at("bytes"));
      return;
    }
    Log& log = log_of(connection);
    at_ = {number_of<std::int64_t>(line.at("at"))};
    virtual_at_ = {number_of<std::int64_t>(line.at("virtual"))};
    const auto direction = find_direction(line.value("direction", "none"));
    const auto known = find_kind(kind);
    if (!known || !direction) throw std::invalid_argument("unknown kind or direction");
    std::string_view bytes;
    if (line.contains("bytes")) {
      bytes = log.arena().keep(value_of(line.at("bytes")));
      if (*direction == Direction::in) pending_.erase(connection);
    }
    append(log, *known, *direction, bytes, line);
    if (*known == Kind::close && *direction == Direction::in) pending_.erase(connection);
  }

  // What was heard last and never framed, as the crash left it.
  void finish() {
    for (const auto& [connection, bytes] : pending_) {
      Log& log = log_of(connection);
      transcript_.append(log, Kind::bytes, Direction::in, at_, virtual_at_, log.arena().keep(bytes),
                         {{"cut-short", "yes"}});
    }
  }

 private:
  Log& log_of(std::uint32_t connection) {
    auto& log = logs_[connection];
    if (!log) log = transcript_.open(connection);
    return *log;
  }

  void append(Log& log, Kind kind, Direction direction, std::string_view bytes, const json& line) {
    Fields fields;
    std::vector<std::string> values;  // alive until the event has copied them
    std::vector<std::string_view> names;
    const json given = line.value("fields", json::object());
    for (const auto& [name, value] : given.items()) {
      const std::string_view kept = log.arena().keep(name);
      for (const json& one : value.is_array() ? value : json::array({value})) {
        names.push_back(kept);
        values.push_back(value_of(one));
      }
    }
    for (std::size_t i = 0; i < values.size(); ++i) fields.add(names[i], values[i]);
    transcript_.append(log, kind, direction, at_, virtual_at_, bytes, fields);
  }

  Transcript& transcript_;
  std::map<std::uint32_t, std::shared_ptr<Log>> logs_;
  std::map<std::uint32_t, std::string> pending_;
  Instant at_;
  VirtualTime virtual_at_;
};

}  // namespace

Result<ReadBack> read_json_lines(std::istream& lines, const std::string& file,
                                 Transcript& transcript) {
  ReadBack result;
  Reader reader(transcript);
  std::string text;
  int number = 0;
  while (std::getline(lines, text)) {
    ++number;
    const bool last = lines.eof();  // no newline behind it: the writer was cut off
    try {
      const json line = json::parse(text);
      if (number > 1) {
        reader.take(line);
        continue;
      }
      result.header = header_of(line);
    } catch (const std::exception&) {
      if (!last || number == 1) {
        return Error{{file, number, 1},
                     "this line is no event of a transcript",
                     number == 1 ? "give a file that --record wrote" : "the file is damaged here"};
      }
      result.cut_short = true;
    }
  }
  if (number == 0)
    return Error{{file, 0, 0}, "the file is empty", "give a file that --record wrote"};
  reader.finish();
  return result;
}

}  // namespace postiche::transcript
