// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Spool: takes a body as it comes; a large one goes on into a file without a name, so that memory
// holds a piece of it and a process that dies leaves nothing behind.
#pragma once

#include "async/asio.hpp"
#include "core/limits.hpp"
#include "core/result.hpp"
#include "net/body.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <atomic>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace moisson::net {

// Four documents of the greatest size with a copy each.
inline constexpr std::size_t spool_bytes_max = 8 * limits::document_body_bytes;

// What all bodies in files may take of the disk together. Thread-safe.
class SpoolBudget {
public:
    explicit SpoolBudget(std::size_t bytes_max) : bytes_max_(bytes_max) {}
    SpoolBudget(const SpoolBudget&) = delete;
    SpoolBudget& operator=(const SpoolBudget&) = delete;

    bool take(std::size_t bytes);
    // Whether so many are left, or nobody has any.
    bool has_room(std::size_t bytes) const;
    void give_back(std::size_t bytes) { taken_ -= bytes; }
    std::size_t taken() const { return taken_; }

private:
    std::size_t bytes_max_;
    std::atomic<std::size_t> taken_ = 0;
};

// The detail of SPOOL_FAILED when the budget is spent: it is not the disk that failed.
inline constexpr std::string_view spool_spent = "too many large documents at once";

struct SpoolOptions {
    SpoolOptions() = default;

    // Folder of the files, on a disk of this machine; empty: TMPDIR, or /var/tmp without one.
    std::string directory;
    // The folder is a guess: where it cannot be written to, the usual one will do.
    bool or_usual = false;
    // Shared by all spools of a process; none = no bound.
    std::shared_ptr<SpoolBudget> budget;
    // A body up to this stays in memory.
    std::size_t memory_bytes_max = limits::spool_memory_bytes;
    // Where the HTTP client lets the disk be written; empty: on its own thread.
    asio::any_io_executor disk;
};

class Spool {
public:
    explicit Spool(SpoolOptions options);
    ~Spool();
    Spool(const Spool&) = delete;
    Spool& operator=(const Spool&) = delete;

    // Errors of append, flush and finish: SPOOL_FAILED (disk full, no such folder...). After one
    // the spool is of no further use.
    std::optional<Error> append(std::string_view bytes);
    std::size_t size() const { return size_; }

    // Enough waits to be written by flush(), from any one thread; append() writes by itself when
    // nobody does.
    bool is_due() const { return goes_to_file() && waiting_.size() >= limits::spool_write_bytes; }
    bool goes_to_file() const { return size_ > options_.memory_bytes_max; }
    std::optional<Error> flush();
    const asio::any_io_executor& disk() const { return options_.disk; }

    // The whole body; nothing may be appended afterwards.
    Result<Body> finish();

private:
    class Share;

    std::optional<Error> open();

    SpoolOptions options_;
    std::string folder_;
    int file_ = -1;
    // Of the budget; held by the body afterwards.
    std::shared_ptr<Share> share_;
    std::string waiting_;
    std::size_t size_ = 0;
};

} // namespace moisson::net
