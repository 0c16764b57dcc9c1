// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "kit/document_cache.hpp"

#include "core/limits.hpp"
#include "net/decoder.hpp"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <new>
#include <utility>

namespace moisson::kit {
namespace {

constexpr std::size_t share = 16;

// Deflates a body piece by piece and stops when the outcome is too long for the cache.
class Packer {
public:
    explicit Packer(std::size_t bytes_max) : bytes_max_(bytes_max) {
        if (deflateInit(&stream_, Z_BEST_SPEED) != Z_OK)
            throw std::bad_alloc();
    }
    Packer(const Packer&) = delete;
    Packer& operator=(const Packer&) = delete;
    ~Packer() { deflateEnd(&stream_); }

    // False when there is no room.
    bool add(std::string_view piece, int flush) {
        // zlib does not write to its input, its type only says so.
        stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(piece.data()));
        stream_.avail_in = static_cast<uInt>(piece.size());
        do {
            std::array<char, 16 * limits::kib> out;
            stream_.next_out = reinterpret_cast<Bytef*>(out.data());
            stream_.avail_out = static_cast<uInt>(out.size());
            deflate(&stream_, flush);
            packed_.append(out.data(), out.size() - stream_.avail_out);
        } while (stream_.avail_out == 0 && packed_.size() <= bytes_max_);
        return packed_.size() <= bytes_max_;
    }
    std::string take() { return std::move(packed_); }

private:
    z_stream stream_{};
    std::size_t bytes_max_;
    std::string packed_;
};

// Empty when it does not fit into `bytes_max`.
std::string packed(const net::Body& body, std::size_t bytes_max) {
    Packer packer(bytes_max);
    bool fits = true;
    net::in_pieces(body, [&](std::string_view piece) {
        fits = packer.add(piece, Z_NO_FLUSH);
        return fits;
    });
    if (!fits || !packer.add({}, Z_FINISH))
        return {};
    std::string out = packer.take();
    out.shrink_to_fit();
    return out;
}

// The decoder that unpacks it has its guards.
bool looks_like_a_bomb(std::size_t packed, std::size_t bytes) {
    return bytes > limits::ratio_floor_bytes && bytes / limits::decompression_ratio >= packed;
}

} // namespace

Result<net::Body> PackedDocument::body(const net::SpoolOptions& options) const {
    net::Spool spool(options);
    net::BodyDecoder decoder("deflate", bytes, &spool);
    if (auto error = decoder.write(packed))
        return std::move(*error);
    if (auto error = decoder.finish())
        return std::move(*error);
    return spool.finish();
}

std::shared_ptr<const PackedDocument> DocumentCache::find(const std::string& name) {
    const std::scoped_lock lock(mutex_);
    const auto found = entries_.find(name);
    if (found == entries_.end())
        return nullptr;
    found->second.used = ++turn_;
    return found->second.document;
}

void DocumentCache::keep(const std::string& name, Validators validators, const net::Body& body) {
    auto document = std::make_shared<PackedDocument>();
    if (!validators.empty() && !body.empty())
        document->packed = packed(body, bytes_max_ / share);
    document->validators = std::move(validators);
    document->bytes = body.size();
    const std::size_t bytes = document->packed.size();
    const std::scoped_lock lock(mutex_);
    forget(name);
    if (bytes == 0 || looks_like_a_bomb(bytes, document->bytes))
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
