// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The mapping of a spooled body. Its file has no name and is written by nobody any more: it can be
// neither changed nor cut under a reader.
#include "net/body.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>

namespace moisson::net {

class Body::Mapping {
public:
    Mapping(const char* begin, std::size_t size) : begin_(begin), size_(size) {}
    Mapping(const Mapping&) = delete;
    Mapping& operator=(const Mapping&) = delete;
    ~Mapping() { ::munmap(const_cast<char*>(begin_), size_); }

    std::string_view view() const { return {begin_, size_}; }

private:
    const char* begin_;
    std::size_t size_;
};

std::string_view Body::view() const {
    return file_ ? file_->view() : std::string_view(text_);
}

void Body::forget(std::string_view part) const {
    if (!file_ || part.empty())
        return;
    static const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
    // Whole pages: a neighbour that shares one reads it again. Advice that is not taken costs
    // memory only.
    const std::size_t inside = reinterpret_cast<std::uintptr_t>(part.data()) % page;
    ::madvise(const_cast<char*>(part.data() - inside), part.size() + inside, MADV_DONTNEED);
}

std::string Body::take() {
    if (file_)
        return std::string(view());
    return std::exchange(text_, {});
}

std::shared_ptr<const Body::Mapping> map_file(int descriptor, std::size_t size) {
    void* const begin = ::mmap(nullptr, size, PROT_READ, MAP_SHARED, descriptor, 0);
    if (begin == MAP_FAILED)
        return nullptr;
    return std::make_shared<const Body::Mapping>(static_cast<const char*>(begin), size);
}

} // namespace moisson::net
