// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "kit/document_cache.hpp"

#include "core/assert.hpp"

#include <zlib.h>

#include <algorithm>

namespace moisson::kit {
namespace {

constexpr std::size_t share = 16;

std::string packed(std::string_view body) {
    std::string out(compressBound(body.size()), '\0');
    auto length = static_cast<uLongf>(out.size());
    const auto* from = reinterpret_cast<const Bytef*>(body.data());
    auto* to = reinterpret_cast<Bytef*>(out.data());
    const bool done = compress2(to, &length, from, body.size(), Z_BEST_SPEED) == Z_OK;
    MOISSON_ASSERT(done);
    out.resize(length);
    out.shrink_to_fit();
    return out;
}

} // namespace

std::string PackedDocument::body() const {
    std::string out(bytes, '\0');
    auto length = static_cast<uLongf>(out.size());
    const auto* from = reinterpret_cast<const Bytef*>(packed.data());
    auto* to = reinterpret_cast<Bytef*>(out.data());
    const bool done = uncompress(to, &length, from, packed.size()) == Z_OK;
    MOISSON_ASSERT(done);
    return out;
}

std::shared_ptr<const PackedDocument> DocumentCache::find(const std::string& name) {
    const std::scoped_lock lock(mutex_);
    const auto found = entries_.find(name);
    if (found == entries_.end())
        return nullptr;
    found->second.used = ++turn_;
    return found->second.document;
}

void DocumentCache::keep(const std::string& name, Validators validators, std::string_view body) {
    auto document = std::make_shared<PackedDocument>();
    if (!validators.empty() && !body.empty())
        document->packed = packed(body);
    document->validators = std::move(validators);
    document->bytes = body.size();
    const std::size_t bytes = document->packed.size();
    const std::scoped_lock lock(mutex_);
    forget(name);
    if (bytes == 0 || bytes > bytes_max_ / share)
        return;
    while (bytes_ + bytes > bytes_max_) {
        const auto oldest =
            std::min_element(entries_.begin(), entries_.end(), [](const auto& a, const auto& b) {
                return a.second.used < b.second.used;
            });
        forget(std::string(oldest->first));
    }
    bytes_ += bytes;
    Entry entry;
    entry.document = std::move(document);
    entry.used = ++turn_;
    entries_.emplace(name, std::move(entry));
}

void DocumentCache::forget(const std::string& name) {
    const auto found = entries_.find(name);
    if (found == entries_.end())
        return;
    bytes_ -= found->second.document->packed.size();
    entries_.erase(found);
}

} // namespace moisson::kit
