// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The mapping of a spooled body. Its file has no name and is written by nobody any more: it can be
// neither changed nor cut under a reader.
#include "net/body.hpp"

#include <sys/mman.h>

#include <algorithm>
#include <cstdint>

namespace moisson::net {
namespace {

// A window of that alignment: the largest folio of the page cache.
constexpr std::size_t mapped_at_once = 2 * 1024 * 1024;

} // namespace

class Body::Mapping {
public:
    Mapping(const char* begin, std::size_t size, std::shared_ptr<const void> kept)
        : begin_(begin), size_(size), kept_(std::move(kept)) {}
    Mapping(const Mapping&) = delete;
    Mapping& operator=(const Mapping&) = delete;
    ~Mapping() { ::munmap(const_cast<char*>(begin_), size_); }

    std::string_view view() const { return {begin_, size_}; }

private:
    const char* begin_;
    std::size_t size_;
    std::shared_ptr<const void> kept_;
};

std::string_view Body::view() const {
    return file_ ? file_->view() : std::string_view(text_);
}

void Body::forget(std::string_view part) const {
    if (!file_ || part.empty())
        return;
    // A look at a page maps those around it as well, so that some before `part` have come back.
    // A neighbour reads what it shares again; advice that is not taken costs memory only.
    const std::size_t before = reinterpret_cast<std::uintptr_t>(part.data()) % mapped_at_once;
    const auto offset = static_cast<std::size_t>(part.data() - view().data());
    const char* const begin = part.data() - std::min(before, offset);
    const auto bytes = static_cast<std::size_t>(part.data() - begin) + part.size();
    ::madvise(const_cast<char*>(begin), bytes, MADV_DONTNEED);
}

std::string Body::take() {
    if (file_)
        return std::string(view());
    return std::exchange(text_, {});
}

std::shared_ptr<const Body::Mapping>
map_file(int descriptor, std::size_t size, std::shared_ptr<const void> kept) {
    void* const begin = ::mmap(nullptr, size, PROT_READ, MAP_SHARED, descriptor, 0);
    if (begin == MAP_FAILED)
        return nullptr;
    const auto* text = static_cast<const char*>(begin);
    return std::make_shared<const Body::Mapping>(text, size, std::move(kept));
}

} // namespace moisson::net
