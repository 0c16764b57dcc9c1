// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The progress display of `moisson moissonner --attendre`: on a terminal the runs at work are
// redrawn in place and what has ended scrolls away above them; elsewhere each event is a line.
#pragma once

#include "core/time.hpp"
#include "model/harvest_run.hpp"

#include <cstdio>
#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace moisson::cli {

class ProgressView {
public:
    // `columns`: width of the terminal, 0 when `out` is none.
    ProgressView(std::FILE* out, int columns) : out_(out), columns_(columns) {}
    ProgressView(const ProgressView&) = delete;
    ProgressView& operator=(const ProgressView&) = delete;

    // All runs that are watched, in the order to show, as just read: others are forgotten.
    void show(const std::vector<HarvestRun>& runs, Steady now);

private:
    // Received so far, by time: the speed shown is that of the last seconds.
    struct Pace {
        std::deque<std::pair<Steady, std::int64_t>> looks;
        double per_second(Steady now, std::int64_t received);
    };

    std::string live_line(const HarvestRun& run, Steady now);
    void draw(const std::vector<std::string>& ended, std::vector<std::string> live);

    std::FILE* out_;
    int columns_;
    int lines_drawn_ = 0;
    std::map<std::int64_t, Pace> paces_;
    std::map<std::int64_t, HarvestRun> last_;
};

// Width of the terminal behind `out`, 0 when it is a file or a pipe.
int terminal_columns(std::FILE* out);

// True for the states in which a run stays.
bool is_over(RunState state);

// At most `columns` characters of UTF-8 text, with an ellipsis where cut.
std::string fit(std::string_view text, int columns);

} // namespace moisson::cli
