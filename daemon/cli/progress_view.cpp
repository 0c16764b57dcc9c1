// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/progress_view.hpp"

#include "cli/terminal_text.hpp"
#include "harvest/progress.hpp"
#include "i18n/format.hpp"
#include "i18n/labels.hpp"
#include "i18n/messages.hpp"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <set>

namespace moisson::cli {
namespace {

constexpr std::chrono::seconds pace_window{5};

bool same(const HarvestRun& a, const HarvestRun& b) {
    return a.counts == b.counts && a.state == b.state && a.issues == b.issues;
}

} // namespace

int terminal_columns(std::FILE* out) {
    winsize size{};
    const int descriptor = ::fileno(out);
    if (descriptor < 0 || ::isatty(descriptor) == 0)
        return 0;
    // A terminal that does not tell its size is taken for a small one.
    return ::ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

bool is_over(RunState state) {
    return state != RunState::pending && state != RunState::running &&
           state != RunState::interrupted;
}

std::string fit(std::string_view text, int columns) {
    int shown = 0;
    std::size_t cut = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if ((static_cast<unsigned char>(text[i]) & 0xC0U) == 0x80U)
            continue;
        if (++shown == columns)
            cut = i;
        if (shown > columns)
            return std::string(text.substr(0, cut)) + "…";
    }
    return std::string(text);
}

double ProgressView::Pace::per_second(Steady now, std::int64_t received) {
    looks.emplace_back(now, received);
    while (looks.size() > 2 && now - looks.front().first > pace_window)
        looks.pop_front();
    const std::chrono::duration<double> span = now - looks.front().first;
    return span.count() > 0 ? static_cast<double>(received - looks.front().second) / span.count()
                            : 0.0;
}

std::string ProgressView::live_line(const HarvestRun& run, Steady now) {
    if (run.resumes_at)
        return run.source_key + " · " + i18n::waiting_text(*run.resumes_at, run.resume_reason);
    if (run.state == RunState::interrupted)
        return run.source_key + " · interrompu, sera repris";
    if (run.counts.pages == 0)
        return run.source_key + " · interroge le portail";
    harvest::PageDone event;
    event.source_key = run.source_key;
    event.page = run.counts.pages - 1;
    event.advertised_count = run.advertised_count;
    event.received = run.counts.received;
    event.records_per_second = paces_[run.id.value].per_second(now, run.counts.received);
    for (const auto& [name, count] : run.issues)
        if (const auto code = code_from_string(name))
            event.issues[*code] = count;
    return harvest::progress_line(event);
}

void ProgressView::show(const std::vector<HarvestRun>& runs, Steady now) {
    std::vector<std::string> ended;
    std::vector<std::string> live;
    std::int64_t waiting = 0;
    std::set<std::int64_t> shown;
    for (const HarvestRun& run : runs) {
        shown.insert(run.id.value);
        const auto before = last_.find(run.id.value);
        const bool news = before == last_.end() || !same(before->second, run);
        if (is_over(run.state)) {
            if (news) {
                ended.push_back(terminal_text(harvest::progress_line(run)));
                const auto code = code_from_string(run.reason);
                if (code && run.state != RunState::complete)
                    ended.push_back(
                        fmt::format("    {} {}", i18n::sentence(*code), i18n::advice(*code))
                    );
            }
        } else if (run.state == RunState::pending) {
            ++waiting;
        } else {
            std::string line = live_line(run, now);
            if (news || columns_ > 0)
                live.push_back(std::move(line));
        }
        last_.insert_or_assign(run.id.value, run);
    }
    // Whoever watches for days meets many.
    const auto gone = [&shown](const auto& entry) { return !shown.contains(entry.first); };
    std::erase_if(last_, gone);
    std::erase_if(paces_, gone);
    if (columns_ > 0 && waiting > 0)
        live.push_back(i18n::count(waiting, "portail attend", "portails attendent"));
    draw(ended, std::move(live));
}

void ProgressView::draw(const std::vector<std::string>& ended, std::vector<std::string> live) {
    if (columns_ == 0) {
        for (const std::string& line : live)
            fmt::print(out_, "{}\n", line);
        for (const std::string& line : ended)
            fmt::print(out_, "{}\n", line);
        std::fflush(out_);
        return;
    }
    // Back to the first line drawn last time, and everything below it away.
    if (lines_drawn_ > 0)
        fmt::print(out_, "\x1b[{}A\x1b[J", lines_drawn_);
    for (const std::string& line : ended)
        fmt::print(out_, "{}\n", line);
    for (const std::string& line : live)
        fmt::print(out_, "{}\n", fit(line, columns_));
    lines_drawn_ = static_cast<int>(live.size());
    std::fflush(out_);
}

} // namespace moisson::cli
