// SPDX-License-Identifier: MIT
// Reply lines, checked to be what a reply can be: whatever else is wanted is for `send`.

#include <algorithm>

#include "harness/base/ascii.h"
#include "harness/scenario/load/sections.h"
#include "harness/scenario/vocabulary.h"

namespace postiche::scenario {

namespace {

struct Line {
  const Node* node;
  std::string text;
};

// One text is one line or, as a block, several; a list has one in each item.
std::vector<Line> split_lines(Reader& reader, const Node& node) {
  std::vector<Line> out;
  if (node.kind == Node::Kind::list) {
    for (const Node* item : node.items) {
      if (item->kind == Node::Kind::text) {
        out.push_back({item, item->text});
      } else {
        reader.error(*item, "expected a reply line, found " + item->describe());
      }
    }
    if (node.items.empty()) reader.error(node, "an empty list is no reply", "use 'silence'");
    return out;
  }
  if (node.kind != Node::Kind::text) {
    reader.error(node, "expected a reply, found " + node.describe(), "such as 250 2.0.0 OK");
    return out;
  }
  std::string_view text = node.text;
  if (!text.empty() && text.back() == '\n') text.remove_suffix(1);
  for (std::string_view line : ascii::split(text, '\n')) out.push_back({&node, std::string(line)});
  return out;
}

std::string code_of(std::string_view text) {
  const std::string_view code = text.substr(0, 3);
  const bool digits = code.size() == 3 && std::all_of(code.begin(), code.end(), ascii::is_digit);
  const bool ends = text.size() == 3 || (text.size() > 3 && (text[3] == ' ' || text[3] == '-'));
  return digits && ends ? std::string(code) : std::string();
}

// Reply-code = %x32-35 %x30-35 %x30-39      RFC 5321 sec 4.2
void check_code(Reader& reader, const Node& node, const std::string& code) {
  if (code[0] < '2' || code[0] > '5') {
    reader.error(node, "no reply has the code " + code, "200 to 599; any bytes go with 'send'");
  } else if (!is_smtp_code(std::stoi(code))) {
    reader.warning(node, "SMTP has no reply code " + code);
  }
}

// single-line = status [SP text] CRLF; a challenge of AUTH begins with "+".
//                                                  RFC 2449 sec 8, RFC 5034 sec 4
bool is_pop3_status(std::string_view text) {
  const std::string_view word = text.substr(0, text.find(' '));
  return word == "+OK" || word == "-ERR" || word == "+";
}

// What says how a command of IMAP went, and what greets or ends the session.   RFC 9051 sec 7.1
bool is_imap_status(std::string_view word) { return word == "OK" || word == "NO" || word == "BAD"; }
bool is_imap_ending(std::string_view word) { return word == "BYE" || word == "PREAUTH"; }

std::string_view first_word(std::string_view text) { return text.substr(0, text.find(' ')); }

bool is_of_imap(std::string_view text) {
  const std::string_view word = first_word(text);
  return word == "*" || is_imap_status(word) || is_imap_ending(word);
}

std::string home_of_line(std::string_view line) {
  if (is_of_imap(line)) return "that is of IMAP; ";
  return is_pop3_status(line) ? "that is of POP3; " : "";
}
std::string hint_for_pop3(std::string_view line) {
  const std::string home = is_of_imap(line) ? "that is of IMAP; " : "";
  return (code_of(line).empty() ? home : "codes are of SMTP; ") +
         "such as -ERR [IN-USE] Try again later; any bytes go with 'send'";
}
std::string hint_for_smtp(std::string_view line) {
  return home_of_line(line) + "such as 250 2.0.0 OK; any bytes go with 'send'";
}

// The first says how it went; what stands below it is a multi-line reply's block.
std::vector<Template> load_pop3_lines(Reader& reader, const std::vector<Line>& lines) {
  std::vector<Template> out;
  for (const Line& line : lines) {
    auto parsed = reader.template_from(*line.node, line.text);
    if (!parsed) continue;
    if (line.text.find_first_of("\r\n") != std::string::npos) {
      reader.error(*line.node, "a reply line holds no line ending",
                   "write a list of lines, or use 'send' for exact bytes");
    } else if (out.empty() && !is_pop3_status(parsed->leading_text())) {
      reader.error(*line.node,
                   "a reply of POP3 begins with +OK, -ERR or +, found '" + line.text + "'",
                   hint_for_pop3(line.text));
    }
    out.push_back(*std::move(parsed));
  }
  return out;
}

// response-tagged = tag SP resp-cond-state CRLF         RFC 9051 sec 9
// The tag is added; untagged lines and "+" are written as they are.
std::string hint_for_imap(std::string_view line) {
  const std::string_view word = first_word(line);
  if (!code_of(line).empty()) return "IMAP answers OK, NO or BAD, not " + code_of(line);
  if (word == "+OK" || word == "-ERR") return "that is of POP3; IMAP answers OK, NO or BAD";
  const std::string capitals = ascii::to_upper(word);
  if (capitals != word && is_of_imap(capitals)) return "write it in capitals: " + capitals;
  const std::string_view rest = line.substr(std::min(line.size(), word.size() + 1));
  if (is_imap_status(first_word(rest))) return "the tag is added: " + std::string(rest);
  if (line.starts_with('*')) return "a space stands behind the star: * 5 EXISTS";
  if (!word.empty() && ascii::is_digit(word.front())) return "such as * " + std::string(line);
  return "such as NO [INUSE] Try again later, * 5 EXISTS or + go on; any bytes go with 'send'";
}

// In a dialogue a line may have the tag that its C: line has.
enum class Tags { added, may_be_written };

// "OK done", or the same behind a tag that the text names, "{tag} OK done".
bool is_tagged(std::string_view text, const Template& parsed, Tags tags) {
  if (is_imap_status(first_word(parsed.leading_text()))) return true;
  const std::string_view tag = first_word(text);
  if (tag == "*" || tag == "+" || tag.size() >= text.size()) return false;
  const bool is_named = tag.starts_with('{') && tag.ends_with('}');
  const bool may_stand = is_named || (tags == Tags::may_be_written && code_of(text).empty());
  return may_stand && is_imap_status(first_word(text.substr(tag.size() + 1)));
}

// Untagged lines first; the last may say how the command went.
std::vector<Template> load_imap_lines(Reader& reader, const std::vector<Line>& lines, Tags tags) {
  std::vector<Template> out;
  for (const Line& line : lines) {
    auto parsed = reader.template_from(*line.node, line.text);
    if (!parsed) continue;
    const bool tagged = is_tagged(line.text, *parsed, tags);
    const std::string_view text = parsed->leading_text();
    if (line.text.find_first_of("\r\n") != std::string::npos) {
      reader.error(*line.node, "a reply line holds no line ending",
                   "write a list of lines, or use 'send' for exact bytes");
    } else if (!tagged && !is_of_imap(text) && first_word(text) != "+") {
      reader.error(
          *line.node,
          "a reply of IMAP begins with OK, NO, BAD, BYE, * or +, found '" + line.text + "'",
          hint_for_imap(line.text));
    } else if (tagged && &line != &lines.back()) {
      reader.error(*line.node, "the command is answered here, and lines follow",
                   "untagged lines, '* 5 EXISTS', go before it");
    }
    out.push_back(*std::move(parsed));
  }
  return out;
}

}  // namespace

std::vector<Template> load_reply_lines(Reader& reader, const Node& node) {
  const std::vector<Line> lines = split_lines(reader, node);
  const auto protocol = reader.protocol();
  if (protocol == Protocol::pop3) return load_pop3_lines(reader, lines);
  if (protocol == Protocol::imap) return load_imap_lines(reader, lines, Tags::added);
  std::vector<Template> out;
  std::string first_code;
  for (const Line& line : lines) {
    const auto parsed = reader.template_from(*line.node, line.text);
    if (!parsed) continue;
    const std::string code = code_of(parsed->leading_text());
    if (line.text.find_first_of("\r\n") != std::string::npos) {
      reader.error(*line.node, "a reply line holds no line ending",
                   "write a list of lines, or use 'send' for exact bytes");
      continue;
    }
    if (code.empty()) {
      reader.error(*line.node, "a reply line begins with its code, found " + line.node->describe(),
                   hint_for_smtp(line.text));
      continue;
    }
    if (first_code.empty()) {
      first_code = code;
      check_code(reader, *line.node, code);
    } else if (code != first_code) {
      reader.error(*line.node,
                   "one reply has one code: " + first_code + " before, " + code + " here",
                   "use 'send' for exact bytes");
    }
    out.push_back(parsed->with_byte(3, ' '));
  }
  return out;
}

std::vector<Template> load_said_lines(Reader& reader, const Node& node) {
  std::vector<Template> out;
  std::string before;  // the code of a reply that goes on, or of the latest one
  bool goes_on = false;
  const std::vector<Line> lines = split_lines(reader, node);
  if (reader.protocol() == Protocol::pop3) return load_pop3_lines(reader, lines);
  if (reader.protocol() == Protocol::imap) {
    return load_imap_lines(reader, lines, Tags::may_be_written);
  }
  for (const Line& line : lines) {
    const auto parsed = reader.template_from(*line.node, line.text);
    if (!parsed) continue;
    if (line.text.find('\r') != std::string::npos) {
      reader.error(*line.node, "a line of S: holds no line ending",
                   "write a list of lines, or S: {text: ..., eol: none} for exact bytes");
      continue;
    }
    const std::string code = code_of(parsed->leading_text());
    if (code.empty()) {
      reader.error(
          *line.node, "S: begins with a reply code, found '" + line.text + "'",
          home_of_line(line.text) + "such as 250 OK; any bytes go with S: {text: ..., eol: crlf}");
      continue;
    }
    if (goes_on && code != before) {
      reader.error(*line.node, "one reply has one code: " + before + " before, " + code + " here",
                   "S: {text: ..., eol: crlf} says any bytes");
    }
    if (code != before) check_code(reader, *line.node, code);
    goes_on = line.text.substr(3, 1) == "-";
    before = code;
    out.push_back(*parsed);
    if (!goes_on && &line != &lines.back()) {
      reader.warning(*line.node, "the reply ends here, and lines follow",
                     "'" + code + "-' goes on; two replies are two items");
    }
  }
  return out;
}

}  // namespace postiche::scenario
