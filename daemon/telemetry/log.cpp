// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Lines of key=value, in journald's form when systemd reads them.
#include "telemetry/log.hpp"

#include "core/limits.hpp"
#include "core/utf8.hpp"
#include "telemetry/log_queue.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cstdlib>

namespace moisson::telemetry {
namespace {

constexpr std::array<std::string_view, 4> level_names = {"debug", "info", "warning", "error"};
// Priorities of syslog(3), the prefixes of sd-daemon(3).
constexpr std::array<std::string_view, 4> journal_prefixes = {"<7>", "<6>", "<4>", "<3>"};

bool is_plain(char c) {
    const auto byte = static_cast<unsigned char>(c);
    // 0xc2 begins U+0080 to U+00BF, the commands among them.
    return byte > 0x20 && byte != '"' && byte != '=' && byte != '\\' && byte != 0x7f &&
           byte != 0xc2;
}

void append_escaped(std::string& out, char c) {
    switch (c) {
    case '"':
        out += "\\\"";
        return;
    case '\\':
        out += "\\\\";
        return;
    case '\n':
        out += "\\n";
        return;
    case '\r':
        out += "\\r";
        return;
    case '\t':
        out += "\\t";
        return;
    default:
        break;
    }
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7f)
        out += fmt::format("\\x{:02x}", byte);
    else
        out += c;
}

void append_value(std::string& out, std::string_view raw) {
    // Cut first: repairing megabytes to print a kilobyte would be work for nothing.
    const bool cut = raw.size() > limits::log_value_bytes;
    std::string value = repair_utf8(raw.substr(0, limits::log_value_bytes)).text;
    if (cut)
        value += "...";
    bool plain = !value.empty();
    for (const char c : value)
        plain = plain && is_plain(c);
    if (plain) {
        out += value;
        return;
    }
    out += '"';
    for (std::size_t i = 0; i < value.size(); ++i) {
        // U+0080 to U+009F command a terminal as well, U+009B being "ESC [".
        const bool command = value[i] == '\xc2' && i + 1 < value.size() &&
                             static_cast<unsigned char>(value[i + 1]) < 0xa0;
        if (command)
            out += fmt::format("\\x{:02x}", static_cast<unsigned char>(value[++i]));
        else
            append_escaped(out, value[i]);
    }
    out += '"';
}

class QueuedLogger final : public Logger {
public:
    QueuedLogger(const Clock& clock, LogLevel level, int descriptor)
        : clock_(clock), level_(level),
          format_(log_format_of(descriptor, std::getenv("JOURNAL_STREAM"))),
          queue_(descriptor, [this](std::uint64_t lost) {
              const Field count("count", lost);
              return line_of(LogLevel::warning, "log lines lost", std::span(&count, 1));
          }) {}

    bool enabled(LogLevel level) const override { return level >= level_; }

    void write(LogLevel level, std::string_view message, std::span<const Field> fields) override {
        queue_.push(line_of(level, message, fields));
    }

    void flush() override { queue_.flush(limits::log_flush_time); }

private:
    std::string
    line_of(LogLevel level, std::string_view message, std::span<const Field> fields) const {
        return format_line(format_, clock_.now(), level, message, fields) + '\n';
    }

    const Clock& clock_;
    LogLevel level_;
    LogFormat format_;
    // Last: its writer uses the others.
    LogQueue queue_;
};

class SilentLogger final : public Logger {
public:
    bool enabled(LogLevel) const override { return false; }
    void write(LogLevel, std::string_view, std::span<const Field>) override {}
};

} // namespace

std::string_view to_string(LogLevel level) {
    return level_names[static_cast<std::size_t>(level)];
}

std::optional<LogLevel> log_level_from_string(std::string_view text) {
    for (std::size_t i = 0; i < level_names.size(); ++i)
        if (level_names[i] == text)
            return static_cast<LogLevel>(i);
    return std::nullopt;
}

std::string format_line(
    LogFormat format,
    Instant now,
    LogLevel level,
    std::string_view message,
    std::span<const Field> fields
) {
    std::string line;
    if (format == LogFormat::journal) {
        line += journal_prefixes[static_cast<std::size_t>(level)];
    } else {
        line += "time=";
        line += to_iso8601(std::chrono::floor<std::chrono::milliseconds>(now));
        line += " level=";
        line += to_string(level);
        line += ' ';
    }
    line += "msg=";
    append_value(line, message);
    for (const Field& field : fields) {
        line += ' ';
        line += field.key;
        line += '=';
        append_value(line, field.value);
        if (line.size() > limits::log_line_bytes)
            break;
    }
    line.resize(utf8_prefix(line, limits::log_line_bytes).size());
    return line;
}

LogFormat log_format_of(int descriptor, const char* announced) {
    if (announced == nullptr)
        return LogFormat::plain;
    // The variable is inherited by children whose stderr went elsewhere: compare the stream itself.
    struct stat stream {};
    if (::fstat(descriptor, &stream) != 0)
        return LogFormat::plain;
    return fmt::format("{}:{}", stream.st_dev, stream.st_ino) == announced ? LogFormat::journal
                                                                           : LogFormat::plain;
}

std::unique_ptr<Logger> make_logger(const Clock& clock, LogLevel level, int descriptor) {
    return std::make_unique<QueuedLogger>(clock, level, descriptor);
}

std::unique_ptr<Logger> make_stderr_logger(const Clock& clock, LogLevel level) {
    return make_logger(clock, level, STDERR_FILENO);
}

std::unique_ptr<Logger> make_silent_logger() {
    return std::make_unique<SilentLogger>();
}

} // namespace moisson::telemetry
