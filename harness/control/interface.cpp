// SPDX-License-Identifier: MIT
#include "harness/control/interface.h"

#include <httplib.h>

#include <nlohmann/json.hpp>
#include <thread>

#include "harness/base/ascii.h"
#include "harness/base/show.h"

namespace postiche::control {
namespace {

using json = nlohmann::ordered_json;

void say(httplib::Response& response, const json& body) {
  // Envelope text may hold any octet; what is not UTF-8 is replaced, the transcript has it exactly.
  response.set_content(body.dump(2, ' ', false, json::error_handler_t::replace) + "\n",
                       "application/json");
}

void refuse(httplib::Response& response, const std::string& sentence) {
  response.status = 400;
  response.set_content(sentence + "\n", "text/plain");
}

json status_of(const server::Server& server) {
  const server::Summary summary = server.summary();
  json endpoints = json::array();  // there may be several of a kind
  for (const server::Endpoint& endpoint : server.endpoints())
    endpoints.push_back({{"name", endpoint.name}, {"address", endpoint.text()}});
  json rules = json::object();
  for (const judge::RuleCoverage& rule : summary.rules) {
    rules[rule.rule] = {{"spoke", rule.spoke}, {"came", rule.came}, {"text", rule.text()}};
  }
  json dialogue = json::array();
  for (const judge::LineCoverage& line : summary.dialogue) {
    dialogue.push_back({{"line", line.place.line}, {"text", line.shown}, {"played", line.played}});
  }
  return {{"scenario", server.scenario()->id},
          {"dialogue", dialogue},
          {"endpoints", endpoints},
          {"virtual-time", to_text(server.virtual_now())},
          {"connections", summary.connections},
          {"commands", summary.commands},
          {"messages", summary.messages},
          {"rules", rules}};
}

json messages_of(const server::Server& server) {
  json list = json::array();
  for (const server::MessageView& message : server.messages()) {
    list.push_back({{"id", message.id},
                    {"reverse-path", message.reverse_path},
                    {"recipients", message.recipients},
                    {"size", message.content.size()},
                    {"received-at", to_text(message.received_at)},
                    {"connection", message.connection}});
  }
  return list;
}

json verdicts_of(const server::Server& server) {
  json list = json::array();
  for (const judge::Verdict& verdict : server.verdicts()) {
    list.push_back({{"id", verdict.id},
                    {"outcome", judge::name(verdict.outcome)},
                    {"says", verdict.says},
                    {"measured", verdict.measured},
                    {"evidence", verdict.evidence}});
  }
  return list;
}

constexpr const char* paths =
    "GET /status, /messages, /messages/1, /verdicts, /transcript, /transcript.jsonl, "
    "or POST /clock/advance?by=5m, /clock/speed?to=60, /outage?kind=refuse&for=10s, /resume, "
    "/reset";

void give_message(const server::Server& server, const std::string& id,
                  httplib::Response& response) {
  for (const server::MessageView& message : server.messages()) {
    if (std::to_string(message.id) == id) {
      response.set_content(message.content, "message/rfc822");
      return;
    }
  }
  response.status = 404;
  response.set_content("there is no message " + id + "\n", "text/plain");
}

}  // namespace

class Interface::Impl {
  using Request = httplib::Request;
  using Response = httplib::Response;

 public:
  explicit Impl(server::Server& server) : server_(server) {
    // The library's own default lets two programs share a port, and neither would notice.
    http_.set_socket_options([](socket_t socket) {
      const int yes = 1;
      setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    });
    http_.set_error_handler([](const Request& in, Response& out) {
      if (out.status != 404 || !out.body.empty()) return;
      out.set_content("there is no " + in.method + " " + in.path + "; try " + paths + "\n",
                      "text/plain");
    });
    look();
    move();
  }

  ~Impl() {
    http_.stop();
    if (thread_.joinable()) thread_.join();
  }

  Status open(const std::string& text) {
    const std::size_t colon = text.rfind(':');
    std::string host = colon == std::string::npos ? "127.0.0.1" : text.substr(0, colon);
    if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
    const auto port =
        ascii::parse_number(colon == std::string::npos ? text : text.substr(colon + 1));
    if (!port || *port > 65535) {
      return Error{{},
                   "'" + text + "' is no address for the control interface",
                   "write --control 8025 or --control 127.0.0.1:8025"};
    }
    int bound = static_cast<int>(*port);
    const bool open =
        bound == 0 ? (bound = http_.bind_to_any_port(host)) > 0 : http_.bind_to_port(host, bound);
    if (!open) {
      return Error{{},
                   "cannot listen on " + text + " for the control interface",
                   "another program has it: choose another port, or 0 for any free one"};
    }
    address = host_and_port(host, static_cast<unsigned>(bound));
    thread_ = std::thread([this] { http_.listen_after_bind(); });
    return Done{};
  }

  std::string address;

 private:
  void look() {
    http_.Get("/status", [this](const Request&, Response& out) { say(out, status_of(server_)); });
    http_.Get("/messages",
              [this](const Request&, Response& out) { say(out, messages_of(server_)); });
    http_.Get("/verdicts",
              [this](const Request&, Response& out) { say(out, verdicts_of(server_)); });
    http_.Get(R"(/messages/(\d+))", [this](const Request& in, Response& out) {
      give_message(server_, in.matches[1], out);
    });
    http_.Get("/transcript", [this](const Request&, Response& out) {
      out.set_content(server_.transcript_text(), "text/plain; charset=utf-8");
    });
    http_.Get("/transcript.jsonl", [this](const Request&, Response& out) {
      out.set_content(server_.transcript_json_lines(transcript::Secrets::masked),
                      "application/jsonl");
    });
  }

  // No body is read: `curl -X POST` sends none and does not say so, and would be waited for.
  void post(const char* path, httplib::Server::Handler act) {
    http_.Post(path, [act = std::move(act)](const Request& in, Response& out,
                                            const httplib::ContentReader&) { act(in, out); });
  }

  void move() {
    post("/clock/advance", [this](const Request& in, Response& out) {
      const auto by = parse_duration(in.get_param_value("by"));
      if (!by || by->is_forever()) return refuse(out, "write /clock/advance?by=5m");
      server_.advance_clock(*by);
      say(out, status_of(server_));
    });
    post("/clock/speed", [this](const Request& in, Response& out) {
      const auto to = ascii::parse_number(in.get_param_value("to"));
      if (!to || *to > 1'000'000) return refuse(out, "write /clock/speed?to=60");
      server_.set_clock_speed(static_cast<double>(*to));
      say(out, status_of(server_));
    });
    post("/outage", [this](const Request& in, Response& out) {
      const auto kind = server::find_outage(in.get_param_value("kind"));
      const auto time = in.has_param("for") ? parse_duration(in.get_param_value("for"))
                                            : std::optional(Duration::forever());
      if (!kind || !time || time->ns <= 0) {
        return refuse(
            out,
            "write /outage?kind=refuse&for=10s, or reset or stop; without 'for' until /resume");
      }
      server_.begin_outage(*kind, *time);
      say(out, status_of(server_));
    });
    post("/resume", [this](const Request&, Response& out) {
      server_.resume();
      say(out, status_of(server_));
    });
    post("/reset", [this](const Request&, Response& out) {
      server_.reset();
      say(out, status_of(server_));
    });
  }

  server::Server& server_;
  httplib::Server http_;
  std::thread thread_;
};

Interface::Interface(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Interface::~Interface() = default;

Result<std::unique_ptr<Interface>> Interface::start(server::Server& server,
                                                    const std::string& address) {
  auto impl = std::make_unique<Impl>(server);
  if (auto opened = impl->open(address); !opened) return opened.error();
  return std::unique_ptr<Interface>(new Interface(std::move(impl)));
}

const std::string& Interface::address() const { return impl_->address; }

}  // namespace postiche::control
