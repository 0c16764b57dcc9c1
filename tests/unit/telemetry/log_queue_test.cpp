// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// A log whose reader stops reading: the process goes on, and says later what is missing.
#include "core/limits.hpp"
#include "telemetry/log.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <thread>

namespace moisson::telemetry {
namespace {

using namespace std::chrono_literals;

class Pipe {
public:
    Pipe() {
        EXPECT_EQ(::pipe(ends_.data()), 0);
        // A writer that is left behind learns that its reader is gone.
        std::signal(SIGPIPE, SIG_IGN);
    }
    Pipe(const Pipe&) = delete;
    Pipe& operator=(const Pipe&) = delete;
    ~Pipe() {
        ::close(ends_[0]);
        ::close(ends_[1]);
    }

    int writer() const { return ends_[1]; }
    // Until `word` has come.
    std::string read_until(std::string_view word) const {
        std::string text;
        std::array<char, 65536> chunk{};
        while (text.find(word) == text.npos) {
            const ssize_t count = ::read(ends_[0], chunk.data(), chunk.size());
            if (count <= 0)
                break;
            text.append(chunk.data(), static_cast<std::size_t>(count));
        }
        return text;
    }

private:
    std::array<int, 2> ends_{-1, -1};
};

std::chrono::milliseconds since(Steady begin) {
    return std::chrono::duration_cast<std::chrono::milliseconds>(
        SystemClock().steady_now() - begin
    );
}

// More than a pipe (64 kB) and the queue hold together.
void write_too_much(Logger& log) {
    const std::string big(limits::log_value_bytes, 'x');
    for (std::size_t sent = 0; sent < 2 * limits::log_queue_bytes; sent += big.size())
        log.info("filler", {{"text", big}});
}

TEST(LogQueue, AReaderThatStopsReadingDoesNotStopTheProcess) {
    const SystemClock clock;
    const Pipe pipe;
    const auto log = make_logger(clock, LogLevel::info, pipe.writer());
    const Steady begin = clock.steady_now();
    std::thread other([&] { write_too_much(*log); });
    write_too_much(*log);
    other.join();
    EXPECT_LT(since(begin), 5s);
    // The reader is back: what waited, then how much is missing, then what comes after.
    const std::string text = pipe.read_until("log lines lost");
    EXPECT_NE(text.find("level=warning msg=\"log lines lost\" count="), text.npos);
    log->info("after");
    EXPECT_NE(pipe.read_until("msg=after").find("msg=after"), std::string::npos);
}

TEST(LogQueue, EveryLineLeavesInOrderWhenSomebodyReads) {
    const SystemClock clock;
    const Pipe pipe;
    const auto log = make_logger(clock, LogLevel::info, pipe.writer());
    for (int i = 0; i < 100; ++i)
        log->info("line", {{"n", i}});
    log->flush();
    const std::string text = pipe.read_until("n=99\n");
    std::size_t at = 0;
    for (int i = 0; i < 100; ++i) {
        at = text.find(fmt::format(" n={}\n", i), at);
        ASSERT_NE(at, text.npos) << i;
    }
}

TEST(LogQueue, TheEndFlushesAndIsBounded) {
    const SystemClock clock;
    // Never closed: the writer that is left behind goes on writing to it.
    static const Pipe& pipe = *new Pipe;
    {
        const auto log = make_logger(clock, LogLevel::info, pipe.writer());
        log->info("last words");
    }
    EXPECT_NE(pipe.read_until("\n").find("last words"), std::string::npos);
    auto log = make_logger(clock, LogLevel::info, pipe.writer());
    write_too_much(*log);
    const Steady begin = clock.steady_now();
    log.reset();
    EXPECT_LT(since(begin), limits::log_flush_time + 2s);
}

} // namespace
} // namespace moisson::telemetry
