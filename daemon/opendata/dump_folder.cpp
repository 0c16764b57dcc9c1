// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "opendata/dump_folder.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <system_error>

namespace moisson::opendata {
namespace {

namespace fs = std::filesystem;

// Begins what no reader lists.
constexpr const char* aside_prefix = ".en-cours-";
constexpr const char* lock_name = ".verrou";

[[noreturn]] void fail(const std::string& what) {
    throw std::system_error(errno, std::generic_category(), what);
}

class Descriptor {
public:
    Descriptor(const std::string& path, int flags) : value_(::open(path.c_str(), flags, 0644)) {
        if (value_ < 0)
            fail(path);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() { ::close(value_); }
    int value() const { return value_; }

private:
    int value_;
};

void sync(const std::string& path) {
    const Descriptor folder(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (::fsync(folder.value()) != 0)
        fail(path);
}

void write_synced(const std::string& path, const std::string& text) {
    const Descriptor file(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC);
    std::string_view left = text;
    while (!left.empty()) {
        const ssize_t count = ::write(file.value(), left.data(), left.size());
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            fail(path);
        left.remove_prefix(static_cast<std::size_t>(count));
    }
    if (::fsync(file.value()) != 0)
        fail(path);
}

} // namespace

DumpFolder::DumpFolder(std::string directory, std::string name)
    : directory_(std::move(directory)), name_(std::move(name)),
      aside_((fs::path(directory_) / (aside_prefix + name_)).string()) {
    fs::create_directories(directory_);
    take_lock();
    if (!is_ours_)
        return;
    try {
        clear_remains();
        fs::create_directory(aside_);
    } catch (...) {
        ::close(lock_);
        throw;
    }
}

DumpFolder::~DumpFolder() {
    if (is_ours_) {
        std::error_code ignored;
        fs::remove_all(aside_, ignored);
    }
    if (lock_ >= 0)
        ::close(lock_);
}

void DumpFolder::take_lock() {
    const std::string path = (fs::path(directory_) / lock_name).string();
    lock_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (lock_ < 0)
        fail(path);
    is_ours_ = ::flock(lock_, LOCK_EX | LOCK_NB) == 0;
    if (!is_ours_ && errno != EWOULDBLOCK) {
        const int why = errno;
        ::close(lock_);
        throw std::system_error(why, std::generic_category(), path);
    }
}

void DumpFolder::clear_remains() const {
    for (const fs::directory_entry& entry : fs::directory_iterator(directory_))
        if (entry.path().filename().string().starts_with(aside_prefix))
            fs::remove_all(entry.path());
}

std::string DumpFolder::path_of(std::string_view file) const {
    return (fs::path(aside_) / file).string();
}

void DumpFolder::publish(const views::Dump& dump, int keep) {
    write_synced(path_of(views::dump_manifest), views::manifest_text(dump));
    sync(aside_);
    fs::rename(aside_, fs::path(directory_) / name_);
    sync(directory_);
    const std::vector<views::Dump> all = views::DumpShelf(directory_).dumps();
    for (std::size_t i = static_cast<std::size_t>(keep); i < all.size(); ++i) {
        std::error_code ignored;
        // Without its manifest it is no dump any more, whatever happens to the rest.
        const fs::path old = fs::path(directory_) / all[i].name;
        fs::remove(old / views::dump_manifest, ignored);
        fs::remove_all(old, ignored);
    }
}

} // namespace moisson::opendata
