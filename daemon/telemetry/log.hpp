// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Logger: what the operator reads. An event is a constant message and key=value fields (rule R31).
#pragma once

#include "core/clock.hpp"

#include <fmt/format.h>

#include <chrono>
#include <concepts>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace moisson::telemetry {

enum class LogLevel { debug, info, warning, error };

std::string_view to_string(LogLevel level);
std::optional<LogLevel> log_level_from_string(std::string_view text);

// One key=value of an event. Keys are our own snake_case words; values may come from outside.
struct Field {
    Field(std::string_view name, std::string_view text) : key(name), value(text) {}
    Field(std::string_view name, const std::string& text) : key(name), value(text) {}
    Field(std::string_view name, const char* text) : key(name), value(text) {}
    Field(std::string_view name, bool flag) : key(name), value(flag ? "true" : "false") {}
    template <std::integral T>
    Field(std::string_view name, T number) : key(name), value(fmt::format("{}", number)) {}
    template <std::floating_point T>
    Field(std::string_view name, T number) : key(name), value(fmt::format("{:.6g}", number)) {}
    // Milliseconds: name the key `..._ms`.
    template <class Rep, class Period>
    Field(std::string_view name, std::chrono::duration<Rep, Period> time)
        : key(name),
          value(
              fmt::format("{}", std::chrono::duration_cast<std::chrono::milliseconds>(time).count())
          ) {}

    std::string_view key;
    std::string value;
};

// Thread-safe; never throws for what the stream does, and never waits for it.
class Logger {
public:
    Logger() = default;
    Logger(const Logger&) = delete;
    Logger& operator=(const Logger&) = delete;
    virtual ~Logger() = default;

    virtual bool enabled(LogLevel level) const = 0;
    virtual void write(LogLevel level, std::string_view message, std::span<const Field> fields) = 0;
    // Waits until what was written has left, limits::log_flush_time at most.
    virtual void flush() {}

    // log.info("run finished", {{"source", key}, {"took_ms", took}});
    void debug(std::string_view message, std::initializer_list<Field> fields = {}) {
        log(LogLevel::debug, message, fields);
    }
    void info(std::string_view message, std::initializer_list<Field> fields = {}) {
        log(LogLevel::info, message, fields);
    }
    void warning(std::string_view message, std::initializer_list<Field> fields = {}) {
        log(LogLevel::warning, message, fields);
    }
    void error(std::string_view message, std::initializer_list<Field> fields = {}) {
        log(LogLevel::error, message, fields);
    }

private:
    void log(LogLevel level, std::string_view message, std::initializer_list<Field> fields) {
        if (enabled(level))
            write(level, message, std::span<const Field>(fields.begin(), fields.size()));
    }
};

// How a line looks: `time=... level=...` for people and files, `<6>` for journald.
enum class LogFormat { plain, journal };

// One event as one line without its end. Values are valid UTF-8, quoted when they hold anything
// but plain characters, cut at limits::log_value_bytes; the line at limits::log_line_bytes.
std::string format_line(
    LogFormat format,
    Instant now,
    LogLevel level,
    std::string_view message,
    std::span<const Field> fields
);

// `journal` when `descriptor` is the stream that systemd announced in JOURNAL_STREAM (its value is
// passed as `announced`, "device:inode").
LogFormat log_format_of(int descriptor, const char* announced);

// Writes to an open descriptor from a thread of its own. A reader that stops reading costs lines,
// never time: beyond limits::log_queue_bytes they are dropped, and a warning tells how many once
// the reader is back. The destructor flushes. `clock` outlives the logger.
std::unique_ptr<Logger> make_logger(const Clock& clock, LogLevel level, int descriptor);

// The same to standard error.
std::unique_ptr<Logger> make_stderr_logger(const Clock& clock, LogLevel level);

// Says nothing: for tests and for tools that report by themselves.
std::unique_ptr<Logger> make_silent_logger();

} // namespace moisson::telemetry
