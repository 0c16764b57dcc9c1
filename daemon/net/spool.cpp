// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "net/spool.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <system_error>
#include <utility>

namespace moisson::net {
namespace {

std::string folder_of(const SpoolOptions& options) {
    if (!options.directory.empty())
        return options.directory;
    const char* const usual = std::getenv("TMPDIR");
    return usual != nullptr && *usual != '\0' ? usual : "/var/tmp";
}

Error failure(const std::string& folder, int reason) {
    return Error(
        Code::spool_failed,
        folder + ": " + std::error_code(reason, std::generic_category()).message()
    );
}

// A file that has no name from its first moment; -1 and errno when there is none.
int open_nameless(const std::string& folder) {
    const int file = ::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (file >= 0 || (errno != EOPNOTSUPP && errno != EISDIR && errno != EINVAL))
        return file;
    // Network file systems have no O_TMPFILE.
    std::string name = folder + "/moisson-XXXXXX";
    const int named = ::mkostemp(name.data(), O_CLOEXEC);
    if (named >= 0)
        ::unlink(name.c_str());
    return named;
}

} // namespace

Spool::Spool(SpoolOptions options) : options_(std::move(options)) {}

Spool::~Spool() {
    if (file_ >= 0)
        ::close(file_);
}

std::optional<Error> Spool::open() {
    const std::string folder = folder_of(options_);
    file_ = open_nameless(folder);
    if (file_ < 0 && errno == ENOENT) {
        std::error_code refused;
        std::filesystem::create_directories(folder, refused);
        file_ = open_nameless(folder);
    }
    if (file_ < 0)
        return failure(folder, errno);
    return std::nullopt;
}

std::optional<Error> Spool::append(std::string_view bytes) {
    waiting_ += bytes;
    size_ += bytes.size();
    const bool too_much =
        size_ > options_.memory_bytes_max && waiting_.size() >= limits::spool_waiting_bytes;
    return too_much ? flush() : std::nullopt;
}

std::optional<Error> Spool::flush() {
    if (file_ < 0)
        if (auto error = open())
            return error;
    std::string_view left = waiting_;
    while (!left.empty()) {
        const ssize_t written = ::write(file_, left.data(), left.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return failure(folder_of(options_), written < 0 ? errno : ENOSPC);
        left.remove_prefix(static_cast<std::size_t>(written));
    }
    // What was gathered before the file began is not needed again.
    if (waiting_.capacity() > limits::spool_waiting_bytes)
        std::string().swap(waiting_);
    waiting_.clear();
    return std::nullopt;
}

Result<Body> Spool::finish() {
    if (size_ <= options_.memory_bytes_max)
        return Body(std::move(waiting_));
    if (auto error = flush())
        return std::move(*error);
    std::string().swap(waiting_);
    auto mapping = map_file(file_, size_);
    if (!mapping)
        return failure(folder_of(options_), errno);
    return Body(std::move(mapping));
}

} // namespace moisson::net
