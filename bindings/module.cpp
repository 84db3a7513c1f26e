// SPDX-License-Identifier: MIT
// postiche._postiche: the facade for Python. Thin: what is convenient is python/postiche's affair.
// The server's thread never calls into Python, and no call that may wait holds the GIL.

#include <pybind11/pybind11.h>
#include <pybind11/stl.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "bindings/sweep.h"
#include "bindings/values.h"
#include "harness/scenario/library.h"
#include "harness/scenario/loader.h"
#include "harness/server/server.h"

namespace py = pybind11;

namespace postiche::bindings {
namespace {

// Lets other threads run. Unlike pybind11's, it survives what happens when a daemon thread comes
// back while the interpreter ends: Python unwinds that thread, through this destructor.
class WithoutGil {
 public:
  WithoutGil() : state_(PyEval_SaveThread()) {}
  ~WithoutGil() noexcept(false) { PyEval_RestoreThread(state_); }
  WithoutGil(const WithoutGil&) = delete;
  WithoutGil& operator=(const WithoutGil&) = delete;

 private:
  PyThreadState* state_;
};

using Unlocked = py::call_guard<WithoutGil>;
using Listeners = std::vector<std::pair<std::string, std::string>>;

// Python's reference to a server. A fork has a copy of it without the thread behind it: there it
// answers nothing, and its end joins nobody.
class Server {
 public:
  explicit Server(server::Options options) : process_(getpid()) {
    auto started = start_unlocked(std::move(options));
    if (!started) throw py::value_error(started.error().text());
    server_ = std::move(*started);
  }
  ~Server() {
    if (process_ != getpid()) {
      // Given up on purpose: the thread to be joined exists only in the parent.
      static_cast<void>(server_.release());
      return;
    }
    const WithoutGil unlocked;
    server_.reset();
  }
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  server::Server& get() const {
    if (process_ != getpid()) {
      throw std::runtime_error(
          "this server belongs to the process that started it, not to its fork");
    }
    return *server_;
  }
  void stop() {
    if (process_ != getpid()) return;
    stopped_ = true;
    server_->stop();
  }

  bool stopped() const { return stopped_ || process_ != getpid(); }

  // Waits in short turns, so that Ctrl-C and the end of the server are heard. Without the GIL asks
  // `wait` whether it came true within the time given.
  template <typename Wait>
  bool wait_in_turns(Duration timeout, Wait wait) const {
    constexpr Duration turn = Duration::milliseconds(100);
    for (;;) {
      const Duration now = std::clamp(timeout, Duration{}, turn);
      {
        const WithoutGil unlocked;
        if (wait(get(), now)) return true;
      }
      if (PyErr_CheckSignals() != 0) throw py::error_already_set();
      timeout = timeout - now;
      if (timeout <= Duration{} || stopped_) return false;
    }
  }

 private:
  static Result<std::unique_ptr<server::Server>> start_unlocked(server::Options options) {
    const WithoutGil unlocked;
    return server::Server::start(std::move(options));
  }

  pid_t process_;
  std::atomic<bool> stopped_ = false;
  std::unique_ptr<server::Server> server_;
};

std::unique_ptr<Server> start(const scenario::ScenarioPtr& scenario, const Listeners& listeners,
                              std::optional<double> clock_speed, const std::string& record_folder,
                              std::vector<std::string> hooks) {
  server::Options options;
  options.scenario = scenario;
  for (const auto& [name, address] : listeners) options.listeners.push_back({name, address});
  options.clock_speed = clock_speed;
  options.record_folder = record_folder;
  options.hooks = std::move(hooks);
  return std::make_unique<Server>(std::move(options));
}

// What scenarios mean by a name in `use`.
scenario::Finder finder(std::vector<std::string> roots) {
  return [shelf = scenario::Library(std::move(roots))](std::string_view name) {
    return shelf.find_name(name);
  };
}

void bind_scenario(py::module_& module) {
  using scenario::Loaded, scenario::Parameters, scenario::Scenario;
  py::class_<Scenario, std::shared_ptr<Scenario>>(module, "Scenario")
      .def_readonly("id", &Scenario::id)
      .def_readonly("title", &Scenario::title)
      .def_readonly("why", &Scenario::why)
      .def_readonly("parameters", &Scenario::parameters)
      .def("services", [](const scenario::Scenario& s) { return scenario::services_of(s); })
      .def("phases",
           [](const Scenario& s) {
             std::vector<std::string> names;
             for (const scenario::Phase& phase : s.phases) names.push_back(phase.name);
             return names;
           })
      .def("cases", [](const Scenario& s) { return scenario::cases_of(s.matrix); })
      .def_property_readonly("clock_speed", [](const Scenario& s) { return s.clock.speed; });
  // A scenario is immutable; pybind11 only has no holder for pointers to const.
  const auto halves = [](const Loaded& loaded) {
    return std::make_pair(std::const_pointer_cast<Scenario>(loaded.scenario), loaded.diagnostics);
  };
  module.def(
      "load_text",
      [halves](const std::string& yaml, const std::string& file, const Parameters& parameters,
               std::vector<std::string> roots) {
        return halves(scenario::load_text(yaml, file, parameters, finder(std::move(roots))));
      },
      py::arg("yaml"), py::arg("file_name"), py::arg("parameters"), py::arg("roots"));
  module.def(
      "load_file",
      [halves](const std::string& path, const Parameters& parameters,
               std::vector<std::string> roots) {
        return halves(scenario::load_file(path, parameters, finder(std::move(roots))));
      },
      py::arg("path"), py::arg("parameters"), py::arg("roots"));
  module.def(
      "find_scenario",
      [](const std::string& name, std::vector<std::string> roots) {
        auto found = scenario::Library(std::move(roots)).find(name);
        if (!found) throw py::value_error(found.error().text());
        return *found;
      },
      py::arg("name"), py::arg("roots"));
}

void bind_time(py::module_& module) {
  module.def(
      "parse_duration",
      [](const std::string& text) -> std::optional<std::int64_t> {
        const auto duration = parse_duration(text);
        if (!duration) return std::nullopt;
        return duration->ns;
      },
      py::arg("text"));
  module.def(
      "duration_text", [](std::int64_t ns) { return to_text(Duration{ns}); }, py::arg("ns"));
}

void bind_server(py::module_& module) {
  const auto secrets = [](bool shown) {
    return shown ? transcript::Secrets::shown : transcript::Secrets::masked;
  };
  py::class_<Server>(module, "Server")
      .def(py::init([](const std::shared_ptr<scenario::Scenario>& scenario,
                       const Listeners& listeners, std::optional<double> clock_speed,
                       const std::string& record_folder, std::vector<std::string> hooks) {
             return start(scenario, listeners, clock_speed, record_folder, std::move(hooks));
           }),
           py::arg("scenario"), py::arg("listeners"), py::arg("clock_speed"),
           py::arg("record_folder"), py::arg("hooks"))
      .def("stop", &Server::stop, Unlocked())
      .def("stopped", &Server::stopped)
      .def("endpoints", [](const Server& s) { return s.get().endpoints(); })
      .def(
          "ca_pem", [](const Server& s) { return s.get().ca_pem(); }, Unlocked())
      .def(
          "client_pem",
          [](const Server& s, const std::string& name) { return s.get().client_pem(name); },
          py::arg("name"), Unlocked())
      .def("record_file", [](const Server& s) { return s.get().record_file(); })
      .def(
          "messages", [](const Server& s) { return s.get().messages(); }, Unlocked())
      .def(
          "sessions", [](const Server& s) { return s.get().sessions(); }, Unlocked())
      .def(
          "verdicts", [](const Server& s) { return s.get().verdicts(); }, Unlocked())
      .def(
          "coverage", [](const Server& s) { return s.get().summary().coverage(); }, Unlocked())
      .def("transcript_text",
           [](const Server& s) {
             std::string text;
             {
               const WithoutGil unlocked;
               text = s.get().transcript_text();
             }
             return to_str(text);
           })
      .def(
          "transcript_json_lines",
          [secrets](const Server& s, bool show_secrets) {
            std::string text;
            {
              const WithoutGil unlocked;
              text = s.get().transcript_json_lines(secrets(show_secrets));
            }
            return to_str(text);
          },
          py::arg("show_secrets"))
      .def(
          "wait_for_messages",
          [](const Server& s, std::size_t count, std::int64_t timeout_ns) {
            return s.wait_in_turns({timeout_ns}, [&](const server::Server& server, Duration time) {
              return server.wait_for_messages(count, time);
            });
          },
          py::arg("count"), py::arg("timeout_ns"))
      .def(
          "wait_for_sessions",
          [](const Server& s, std::size_t closed, std::int64_t timeout_ns) {
            return s.wait_in_turns({timeout_ns}, [&](const server::Server& server, Duration time) {
              return server.wait_for_sessions(closed, time);
            });
          },
          py::arg("closed"), py::arg("timeout_ns"))
      .def(
          "phase", [](const Server& s) { return s.get().phase(); }, Unlocked())
      .def(
          "enter_phase", [](const Server& s, std::size_t index) { s.get().enter_phase(index); },
          py::arg("index"), Unlocked())
      .def(
          "arm", [](const Server& s, const std::string& route) { return s.get().arm(route); },
          py::arg("route"), Unlocked())
      .def(
          "is_finished", [](const Server& s) { return s.get().is_finished(); }, Unlocked())
      .def(
          "wait_until_finished",
          [](const Server& s, std::int64_t timeout_ns) {
            return s.wait_in_turns({timeout_ns}, [](const server::Server& server, Duration time) {
              return server.wait_until_finished(time);
            });
          },
          py::arg("timeout_ns"))
      .def(
          "virtual_now_ns", [](const Server& s) { return s.get().virtual_now().ns; }, Unlocked())
      .def(
          "advance_clock", [](const Server& s, std::int64_t ns) { s.get().advance_clock({ns}); },
          py::arg("ns"), Unlocked())
      .def(
          "set_clock_speed", [](const Server& s, double speed) { s.get().set_clock_speed(speed); },
          py::arg("speed"), Unlocked())
      .def(
          "begin_outage",
          [](const Server& s, const std::string& kind, std::int64_t ns) {
            const auto outage = server::find_outage(kind);
            if (outage) s.get().begin_outage(*outage, {ns});
            return outage.has_value();
          },
          py::arg("kind"), py::arg("ns"), Unlocked())
      .def(
          "resume", [](const Server& s) { s.get().resume(); }, Unlocked())
      .def(
          "reset", [](const Server& s) { s.get().reset(); }, Unlocked())
      .def(
          "next_call",
          [](const Server& s, std::int64_t timeout_ns) -> py::object {
            std::optional<server::HookCall> call;
            {
              const WithoutGil unlocked;
              call = s.get().next_call({timeout_ns});
            }
            if (!call) return py::none();
            py::dict facts;
            for (const auto& [name, value] : call->facts) facts[to_str(name)] = to_str(value);
            return py::make_tuple(call->id, static_cast<int>(call->protocol), call->hook, facts);
          },
          py::arg("timeout_ns"))
      .def(
          "answer_call",
          [](const Server& s, std::uint64_t id, int protocol, const std::string& hook,
             const std::string& json, const std::string& problem) {
            const auto spoken = static_cast<scenario::Protocol>(protocol);
            s.get().answer_call({id, spoken, hook, {}}, json, problem);
          },
          py::arg("id"), py::arg("protocol"), py::arg("hook"), py::arg("json"), py::arg("problem"),
          Unlocked())
      .def("troubles", [](const Server& s) {
        std::vector<Error> list;
        {
          const WithoutGil unlocked;
          list = s.get().troubles();
        }
        py::list texts;
        for (const Error& error : list) texts.append(to_str(error.text()));
        return texts;
      });
}

}  // namespace
}  // namespace postiche::bindings

PYBIND11_MODULE(_postiche, module) {
  postiche::bindings::bind_values(module);
  postiche::bindings::bind_scenario(module);
  postiche::bindings::bind_time(module);
  postiche::bindings::bind_server(module);
  postiche::bindings::bind_sweep(module);
}
