// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "opendata/dumping.hpp"

#include "async/offload.hpp"
#include "opendata/dump_folder.hpp"

#include <fmt/ranges.h>

#include <algorithm>
#include <system_error>

namespace moisson::opendata {
namespace {

constexpr std::chrono::minutes look_every{1};
constexpr std::chrono::minutes first_after{10};
constexpr std::chrono::hours again_after{1};

Error no_dump_file(const std::string& name) {
    return Error(
        Code::invalid_argument,
        fmt::format("no file of a dump {}, but {}", name, fmt::join(dump_files, ", "))
    );
}

// What is being written: everything blocking, for the pool.
struct Work {
    Work(const views::DumpOptions& options, Instant now)
        : folder(options.directory, views::dump_name(now)) {
        dump.name = views::dump_name(now);
        dump.created_at = std::chrono::floor<std::chrono::seconds>(now);
        if (!folder.is_ours())
            return;
        for (const std::string_view name : dump_files)
            files.push_back(std::make_shared<GzipFile>(folder.path_of(name), std::string(name)));
    }

    void publish(int keep) {
        for (const std::shared_ptr<GzipFile>& file : files)
            dump.files.push_back(file->finish());
        files.clear();
        folder.publish(dump, keep);
    }

    DumpFolder folder;
    views::Dump dump;
    GzipFiles files;
};

std::vector<std::string> all_names() {
    return {dump_files.begin(), dump_files.end()};
}

asio::awaitable<Result<std::optional<views::Dump>>>
try_dump(DumpSource source, views::DumpOptions options, Instant now) {
    asio::any_io_executor cpu = source.cpu;
    auto begin = [options, now] { return std::make_shared<Work>(options, now); };
    const std::shared_ptr<Work> work = co_await offload(cpu, std::move(begin));
    if (!work->folder.is_ours())
        co_return std::optional<views::Dump>();
    const Result<std::int64_t> number = co_await source.exports.change_number();
    if (!number)
        co_return number.error();
    work->dump.change_number = *number;
    std::vector<std::string> names = all_names();
    GzipFiles files = work->files;
    const Result<void> filled =
        co_await fill_dump(std::move(source), std::move(names), std::move(files), now);
    if (!filled)
        co_return filled.error();
    auto end = [work, keep = options.keep] { work->publish(keep); };
    co_await offload(cpu, std::move(end));
    co_return std::optional<views::Dump>(work->dump);
}

Error disk_error(const std::system_error& error) {
    return Error(Code::export_failed, std::string("dump not written: ") + error.what());
}

bool is_cancelled(const std::system_error& error) {
    return error.code() == std::errc::operation_canceled;
}

bool is_due(const std::optional<views::Dump>& newest, Instant now, std::chrono::minutes at) {
    return newest && newest->created_at < views::last_due(now, at);
}

void tell(telemetry::Logger& log, const Result<std::optional<views::Dump>>& outcome) {
    if (outcome.has_error()) {
        log.error(
            "dump failed",
            {{"code", to_string(outcome.error().code)}, {"error", outcome.error().detail}}
        );
        return;
    }
    if (!*outcome)
        return;
    std::int64_t bytes = 0;
    for (const views::DumpFile& file : (*outcome)->files)
        bytes += file.bytes;
    log.info(
        "dump written",
        {{"dump", (*outcome)->name},
         {"change", (*outcome)->change_number},
         {"datasets", (*outcome)->files.front().rows},
         {"bytes", bytes}}
    );
}

} // namespace

asio::awaitable<Result<std::optional<views::Dump>>>
write_dump(DumpSource source, views::DumpOptions options, Instant now) {
    try {
        Result<std::optional<views::Dump>> dump =
            co_await try_dump(std::move(source), std::move(options), now);
        co_return dump;
    } catch (const std::system_error& error) {
        if (is_cancelled(error))
            throw;
        co_return disk_error(error);
    }
}

asio::awaitable<Result<views::DumpFile>>
write_dump_file(DumpSource source, std::string name, std::FILE* stream, Instant now) {
    if (std::find(dump_files.begin(), dump_files.end(), name) == dump_files.end())
        co_return no_dump_file(name);
    try {
        asio::any_io_executor cpu = source.cpu;
        const auto file = std::make_shared<GzipFile>(stream, name);
        std::vector<std::string> names(1, name);
        GzipFiles files(1, file);
        const Result<void> filled =
            co_await fill_dump(std::move(source), std::move(names), std::move(files), now);
        if (!filled)
            co_return filled.error();
        auto end = [file] { return file->finish(); };
        views::DumpFile told = co_await offload(cpu, std::move(end));
        co_return told;
    } catch (const std::system_error& error) {
        if (is_cancelled(error))
            throw;
        co_return disk_error(error);
    }
}

asio::awaitable<void> keep_dumped(
    DumpSource source,
    views::DumpOptions options,
    TimerSource& timers,
    telemetry::Logger& log
) {
    const std::chrono::minutes at =
        views::parse_time_of_day(options.at).value_or(std::chrono::minutes(0));
    const views::DumpShelf shelf(options.directory);
    const Steady first = timers.steady_now() + first_after;
    Steady not_before{};
    for (;;) {
        co_await sleep_for(timers, look_every);
        if (timers.steady_now() < not_before)
            continue;
        const std::optional<views::Dump> newest = shelf.newest();
        const Instant now = timers.now();
        const bool missing = !newest && timers.steady_now() >= first;
        if (!missing && !is_due(newest, now, at))
            continue;
        DumpSource of = source;
        views::DumpOptions wanted = options;
        const Result<std::optional<views::Dump>> outcome =
            co_await write_dump(std::move(of), std::move(wanted), now);
        tell(log, outcome);
        if (outcome.has_error())
            not_before = timers.steady_now() + again_after;
    }
}

} // namespace moisson::opendata
