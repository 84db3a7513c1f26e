// SPDX-License-Identifier: MIT
#pragma once
// Why a client has failed, for whoever reads a failing test: what is wrong, and the conversation
// around it with a mark on the guilty lines.

#include <string>
#include <vector>

#include "harness/judge/report/report.h"
#include "harness/judge/verdict.h"
#include "harness/transcript/event.h"
#include "harness/transcript/mask.h"

namespace postiche::judge {

//   FAIL smtp.line.crlf-only: a command line holds a lone LF
//     Every command line ends in CR LF ... (must, RFC 5321 sec 2.3.8)
//
//       S: 220 mx.example.com ESMTP
//     > C: EHLO c.example~              <-- smtp.line.crlf-only
//       S: 250 mx.example.com
//       ...
//
// `failed` is not empty; its evidence is among `events`.
std::string failure_text(const std::vector<Verdict>& failed,
                         const std::vector<const transcript::Event*>& events,
                         transcript::Secrets secrets);

// The same with all of the conversation, but for the middle of a long one; `failed` may be empty.
std::string annotated_text(const std::vector<Verdict>& failed,
                           const std::vector<const transcript::Event*>& events,
                           transcript::Secrets secrets);

// The same of a case of a report, as far as that tells it: it has no times, and of much content the
// beginning.
std::string failure_text(const std::vector<ReportVerdict>& failed, const ReportCase& one);

}  // namespace postiche::judge
