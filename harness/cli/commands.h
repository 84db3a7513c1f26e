// SPDX-License-Identifier: MIT
#pragma once
// The subcommands. Each adds itself to the program and, when it is the one asked for, leaves what
// it did in `status`.

namespace CLI {
class App;
}

namespace postiche::cli {

void add_serve(CLI::App& program, int& status);
void add_run(CLI::App& program, int& status);
void add_check(CLI::App& program, int& status);
void add_list(CLI::App& program, int& status);
void add_show(CLI::App& program, int& status);
void add_explain(CLI::App& program, int& status);
void add_conform(CLI::App& program, int& status);
void add_judge(CLI::App& program, int& status);
void add_report(CLI::App& program, int& status);
void add_sweep(CLI::App& program, int& status);
void add_schema(CLI::App& program, int& status);

}  // namespace postiche::cli
