// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "search/display_bytes.hpp"

#include "core/result.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <utility>

namespace moisson::search {

namespace {

constexpr std::size_t spill_bytes = 1 << 20;

} // namespace

class DisplayFile {
public:
    // -1 when the folder takes no file.
    explicit DisplayFile(const std::string& folder) {
        std::string name = folder + "/.affichage-XXXXXX";
        descriptor_ = ::mkostemp(name.data(), O_CLOEXEC);
        if (descriptor_ >= 0)
            ::unlink(name.c_str());
    }
    // Of which the first `begin` bytes are somebody else's.
    DisplayFile(int descriptor, std::size_t begin) : descriptor_(descriptor), begin_(begin) {}
    DisplayFile(const DisplayFile&) = delete;
    DisplayFile& operator=(const DisplayFile&) = delete;
    ~DisplayFile() {
        if (descriptor_ >= 0)
            ::close(descriptor_);
    }

    bool is_open() const { return descriptor_ >= 0; }

    bool write(std::string_view bytes, std::size_t begin) const {
        while (!bytes.empty()) {
            const ::ssize_t done =
                ::pwrite(descriptor_, bytes.data(), bytes.size(), static_cast<::off_t>(begin));
            if (done < 0 && errno == EINTR)
                continue;
            if (done <= 0)
                return false;
            bytes.remove_prefix(static_cast<std::size_t>(done));
            begin += static_cast<std::size_t>(done);
        }
        return true;
    }
    bool read(char* to, std::size_t size, std::size_t begin) const {
        begin += begin_;
        while (size > 0) {
            const ::ssize_t done = ::pread(descriptor_, to, size, static_cast<::off_t>(begin));
            if (done < 0 && errno == EINTR)
                continue;
            if (done <= 0)
                return false;
            to += done;
            begin += static_cast<std::size_t>(done);
            size -= static_cast<std::size_t>(done);
        }
        return true;
    }

private:
    int descriptor_ = -1;
    std::size_t begin_ = 0;
};

DisplayBytes DisplayBytes::of_file(int descriptor, std::size_t begin, std::size_t size) {
    DisplayBytes out;
    out.file_ = std::make_shared<DisplayFile>(descriptor, begin);
    out.size_ = size;
    return out;
}

std::string_view
DisplayBytes::read(std::size_t begin, std::size_t size, std::string& buffer) const {
    if (begin > size_ || size > size_ - begin)
        throw ErrorException(Error(Code::table_damaged, "display block"));
    if (!file_)
        return std::string_view(memory_).substr(begin, size);
    buffer.resize(size);
    if (!file_->read(buffer.data(), size, begin))
        throw ErrorException(Error(Code::table_damaged, "display block"));
    return buffer;
}

DisplayWriter::DisplayWriter(std::string folder) : folder_(std::move(folder)) {}

void DisplayWriter::append(std::string_view bytes) {
    memory_ += bytes;
    const bool enough = memory_.size() >= (file_ ? spill_bytes : display_memory_max);
    if (enough && !folder_.empty() && !spill())
        give_up();
}

// Moves what is in memory to the file.
bool DisplayWriter::spill() {
    if (!file_) {
        auto file = std::make_shared<DisplayFile>(folder_);
        if (!file->is_open())
            return false;
        file_ = std::move(file);
    }
    if (!file_->write(memory_, written_))
        return false;
    written_ += memory_.size();
    memory_.clear();
    return true;
}

// The disk is full, or the folder not ours: back to memory, for good.
void DisplayWriter::give_up() {
    folder_.clear();
    if (!file_)
        return;
    std::string all(written_, '\0');
    if (!file_->read(all.data(), written_, 0))
        throw ErrorException(Error(Code::table_damaged, "display block"));
    all += memory_;
    memory_ = std::move(all);
    file_.reset();
    written_ = 0;
}

DisplayBytes DisplayWriter::finish() {
    if (file_ && !spill())
        give_up();
    DisplayBytes out;
    out.size_ = size();
    if (!file_)
        memory_.shrink_to_fit();
    else
        std::string().swap(memory_);
    out.memory_ = std::move(memory_);
    out.file_ = std::move(file_);
    return out;
}

} // namespace moisson::search
