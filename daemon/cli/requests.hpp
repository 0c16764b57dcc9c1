// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What was asked for, as values: the parser fills one, the commands read it.
#pragma once

#include "model/harvest_run.hpp"

#include <cstdint>
#include <cstdio>
#include <string>
#include <vector>

namespace moisson::cli {

enum class Command {
    none,
    portals,
    harvest,
    runs,
    run_approve,
    run_refuse,
    config_check,
    config_show,
    db_migrate,
    db_status,
    db_fingerprint,
    db_remap,
    detect,
    preview,
    plan,
    import_file,
    portals_check,
    report
};

struct Request {
    Command command = Command::none;
    std::string config = "/etc/moisson/moisson.yaml";
    bool json = false;
    // `rapport`: its table of issues.
    bool csv = false;
    // Sources named on the line; empty = all.
    std::vector<std::string> sources;
    RunMode mode = RunMode::automatic;
    bool wait = false;
    // `passages`: one run, or 0 for the list.
    std::int64_t run = 0;
    int limit = 20;
    // `passages approuver` and `refuser`: who, and why.
    std::string author;
    std::string motive;
    // What `detecter`, `apercu`, `plan`, `importer` and `rapport` are about: an address, a source,
    // a file, a run.
    std::string subject;
    // `apercu`: records to show.
    int records = 5;
    // `portails verifier`.
    int parallel = 8;
    std::string time_max;
    bool set_aside = false;
};

// Where answers and problems go.
struct Output {
    std::FILE* out;
    std::FILE* problems;
};

} // namespace moisson::cli
