// SPDX-License-Identifier: MIT
#include "harness/imap/pen/mailbox_response.h"

#include "harness/imap/pen/literals.h"
#include "harness/imap/pen/strings.h"
#include "harness/imap/status_item.h"

namespace postiche::imap {

namespace {

// mailbox-list = "(" [mbx-list-flags] ")" SP (DQUOTE QUOTED-CHAR DQUOTE / nil) SP mailbox
//                                                               RFC 9051 sec 9
void append_listed(std::string& out, std::string_view word, const ListedMailbox& mailbox,
                   Encoding names) {
  out.append("* ").append(word).append(" ");
  append_flags(out, mailbox.attributes);
  out += ' ';
  append_separator(out, mailbox.separator);
  out += ' ';
  append_mailbox(out, mailbox.name, names);
}

// mbox-list-extended = "(" [mbox-list-extended-item *(SP mbox-list-extended-item)] ")"
void append_extended(std::string& out, const ListedMailbox& mailbox, Encoding names) {
  if (!mailbox.has_subscribed_children && !mailbox.old_name) return;
  out += " (";
  if (mailbox.has_subscribed_children) out += "\"CHILDINFO\" (\"SUBSCRIBED\")";
  if (mailbox.old_name) {
    out += mailbox.has_subscribed_children ? " \"OLDNAME\" (" : "\"OLDNAME\" (";
    append_mailbox(out, *mailbox.old_name, names);
    out += ')';
  }
  out += ')';
}

// status-att-val =/ "MAILBOXID" SP "(" objectid ")"             RFC 8474 sec 7
void append_value(std::string& out, const StatusValue& value) {
  out.append(name(value.item)).append(" ");
  if (value.item == StatusItem::mailbox_id) {
    out.append("(").append(value.id).append(")");
  } else {
    out.append(value.number ? std::to_string(*value.number) : "NIL");
  }
}

// Namespace = nil / "(" 1*Namespace-Descr ")"
// Namespace-Descr = "(" string SP (DQUOTE QUOTED-CHAR DQUOTE / nil) ")"   RFC 9051 sec 9
void append_kind(std::string& out, const std::vector<Namespace>& kind, Encoding names) {
  out += kind.empty() ? " NIL" : " (";
  for (const Namespace& each : kind) {
    out += '(';
    append_prefix(out, each.prefix, names);
    out += ' ';
    append_separator(out, each.separator);
    out += ')';
  }
  if (!kind.empty()) out += ')';
}

}  // namespace

void append_list(std::string& out, const ListedMailbox& mailbox, Encoding names) {
  append_listed(out, "LIST", mailbox, names);
  append_extended(out, mailbox, names);
  out += "\r\n";
}

void append_lsub(std::string& out, const ListedMailbox& mailbox, Encoding names) {
  append_listed(out, "LSUB", mailbox, names);
  out += "\r\n";
}

// mailbox-data =/ "STATUS" SP mailbox SP "(" [status-att-list] ")"        RFC 9051 sec 9
void append_status(std::string& out, std::string_view mailbox, std::span<const StatusValue> values,
                   Encoding names) {
  out += "* STATUS ";
  append_mailbox(out, mailbox, names);
  const char* before = " (";
  for (const StatusValue& value : values) {
    out += before;
    append_value(out, value);
    before = " ";
  }
  out += values.empty() ? " ()\r\n" : ")\r\n";
}

void append_namespace(std::string& out, const Namespaces& all, Encoding names) {
  out += "* NAMESPACE";
  append_kind(out, all.personal, names);
  append_kind(out, all.others, names);
  append_kind(out, all.shared, names);
  out += "\r\n";
}

// quota-response = "QUOTA" SP quota-root-name SP "(" [quota-resource *(SP quota-resource)] ")"
//                                                               RFC 9208 sec 7
void append_quota(std::string& out, std::string_view root, std::span<const QuotaUse> uses,
                  Encoding names) {
  out += "* QUOTA ";
  append_astring(out, root, text_form(names));
  const char* before = " (";
  for (const QuotaUse& use : uses) {
    out.append(before).append(use.resource).append(" ");
    out.append(std::to_string(use.used)).append(" ").append(std::to_string(use.limit));
    before = " ";
  }
  out += uses.empty() ? " ()\r\n" : ")\r\n";
}

// quotaroot-response = "QUOTAROOT" SP mailbox *(SP quota-root-name)
void append_quotaroot(std::string& out, std::string_view mailbox,
                      std::span<const std::string> roots, Encoding names) {
  out += "* QUOTAROOT ";
  append_mailbox(out, mailbox, names);
  for (const std::string& root : roots) {
    out += ' ';
    append_astring(out, root, text_form(names));
  }
  out += "\r\n";
}

// metadata-resp = "METADATA" SP mailbox SP (entry-values / entry-list)
// value = nstring / literal8                                    RFC 5464 sec 5
void append_metadata(std::string& out, std::string_view mailbox, const NotedEntries& entries,
                     Encoding names) {
  out += "* METADATA ";
  append_mailbox(out, mailbox, names);
  const char* before = " (";
  for (const auto& [entry, value] : entries) {
    out += before;
    append_astring(out, entry, TextForm::ascii);
    out += ' ';
    if (value.find('\0') == std::string_view::npos) {
      append_string(out, value, text_form(names));
    } else {
      append_binary(out, value);
    }
    before = " ";
  }
  out += ")\r\n";
}

// entry-list = entry *(SP entry)                                RFC 5464 sec 5
void append_metadata_change(std::string& out, std::string_view mailbox,
                            std::span<const std::string> entries, Encoding names) {
  out += "* METADATA ";
  append_mailbox(out, mailbox, names);
  for (const std::string& entry : entries) {
    out += ' ';
    append_astring(out, entry, TextForm::ascii);
  }
  out += "\r\n";
}

}  // namespace postiche::imap
