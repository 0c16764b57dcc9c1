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

std::string usual_folder() {
    const char* const usual = std::getenv("TMPDIR");
    return usual != nullptr && *usual != '\0' ? usual : "/var/tmp";
}

Error failure(const std::string& folder, int reason) {
    const std::string why = std::error_code(reason, std::generic_category()).message();
    return Error(Code::spool_failed, "cannot write in " + folder + ": " + why);
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

bool SpoolBudget::take(std::size_t bytes) {
    if (taken_.fetch_add(bytes) + bytes <= bytes_max_)
        return true;
    taken_ -= bytes;
    return false;
}

bool SpoolBudget::has_room(std::size_t bytes) const {
    const std::size_t taken = taken_;
    return taken == 0 || (taken <= bytes_max_ && bytes <= bytes_max_ - taken);
}

class Spool::Share {
public:
    explicit Share(std::shared_ptr<SpoolBudget> budget) : budget_(std::move(budget)) {}
    Share(const Share&) = delete;
    Share& operator=(const Share&) = delete;
    ~Share() { budget_->give_back(bytes_); }

    bool grow(std::size_t bytes) {
        if (!budget_->take(bytes))
            return false;
        bytes_ += bytes;
        return true;
    }

private:
    std::shared_ptr<SpoolBudget> budget_;
    std::size_t bytes_ = 0;
};

Spool::Spool(SpoolOptions options)
    : options_(std::move(options)),
      folder_(options_.directory.empty() ? usual_folder() : options_.directory),
      share_(options_.budget ? std::make_shared<Share>(options_.budget) : nullptr) {}

Spool::~Spool() {
    if (file_ >= 0)
        ::close(file_);
}

std::optional<Error> Spool::open() {
    file_ = open_nameless(folder_);
    int reason = errno;
    if (file_ < 0 && reason == ENOENT) {
        std::error_code refused;
        std::filesystem::create_directories(folder_, refused);
        file_ = open_nameless(folder_);
        reason = refused ? refused.value() : errno;
    }
    if (file_ >= 0)
        return std::nullopt;
    if (!std::exchange(options_.or_usual, false))
        return failure(folder_, reason);
    folder_ = usual_folder();
    return open();
}

std::optional<Error> Spool::append(std::string_view bytes) {
    waiting_ += bytes;
    size_ += bytes.size();
    // Before there is a file, all that may stay in memory waits.
    const std::size_t head = file_ < 0 ? options_.memory_bytes_max : 0;
    const bool too_much =
        waiting_.size() > head && waiting_.size() - head >= limits::spool_waiting_bytes;
    return too_much ? flush() : std::nullopt;
}

std::optional<Error> Spool::flush() {
    if (file_ < 0)
        if (auto error = open())
            return error;
    if (share_ && !share_->grow(waiting_.size()))
        return Error(Code::spool_failed, std::string(spool_spent));
    std::string_view left = waiting_;
    while (!left.empty()) {
        const ssize_t written = ::write(file_, left.data(), left.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return failure(folder_, written < 0 ? errno : ENOSPC);
        left.remove_prefix(static_cast<std::size_t>(written));
    }
    // What was gathered before the file began is not needed again.
    if (waiting_.capacity() > limits::spool_waiting_bytes)
        std::string().swap(waiting_);
    waiting_.clear();
    return std::nullopt;
}

Result<Body> Spool::finish() {
    if (!goes_to_file())
        return Body(std::move(waiting_));
    if (auto error = flush())
        return std::move(*error);
    std::string().swap(waiting_);
    auto mapping = map_file(file_, size_, std::move(share_));
    if (!mapping)
        return failure(folder_, errno);
    return Body(std::move(mapping));
}

} // namespace moisson::net
