// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The command line of portail_simule.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

namespace moisson::portals {

struct CommandLine {
    bool help = false;
    bool samples = false;
    bool list_faults = false;
    bool list_catalogues = false;
    bool evolve = false;
    bool mute = false;
    std::vector<std::string> replay; // keys or files; "tout" = the whole corpus
    std::vector<std::string> faults; // names; "toutes" = one portal each
    std::vector<std::string> serve;  // directories written by --rendre
    // Files or folders served as they are.
    std::vector<std::string> documents;
    std::string render;   // directory
    std::string scenario; // file
    std::string corpus;
    std::string output;    // JSON description of the portals
    std::string log;       // access log, JSON lines
    std::string authority; // PEM of the root certificate
    std::string address = "127.0.0.1";
    std::string base_path;
    // Protocol of what is invented or faulty: kind() of a Protocol.
    std::string protocol = "ckan";
    std::vector<std::string> countries;
    std::uint64_t generate = 0;
    std::uint64_t seed = 1;
    std::uint64_t sources = 1;
    std::uint64_t rows_max = 1000;
    std::uint64_t record_bytes = 0;
    int resources = 0;
    std::uint16_t port = 0;
    std::uint16_t admin_port = 0;
    bool admin = false;
    bool gzip = false;
    double time_scale = 1.0;
    // Virtual days that pass in one real second; 0 = the real clock.
    double days_per_second = 0;
};

// Throws std::invalid_argument with a sentence in French.
CommandLine parse_command_line(const std::vector<std::string>& arguments);
const char* help_text();

} // namespace moisson::portals
