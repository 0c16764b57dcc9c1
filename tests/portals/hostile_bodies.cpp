// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Streams and compressed bodies.
#include "portals/hostile_bodies.hpp"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <map>
#include <mutex>
#include <stdexcept>

namespace moisson::portals {
namespace {

constexpr std::string_view search_head =
    R"({"help":"package_search","success":true,"result":{"count":1,"sort":"id asc","results":[)";

// Repeats `block` until `bytes` have been given, then `tail`.
Stream repeated(std::shared_ptr<const std::string> block, std::uint64_t bytes, std::string tail) {
    return [block = std::move(block), left = bytes, tail = std::move(tail), ended = false](
           ) mutable -> std::string_view {
        if (left > 0) {
            const auto size =
                static_cast<std::size_t>(std::min<std::uint64_t>(left, block->size()));
            left -= size;
            return std::string_view(*block).substr(0, size);
        }
        if (ended)
            return {};
        ended = true;
        return tail;
    };
}

void stream_body(
    Body& body,
    std::string head,
    std::string block,
    std::uint64_t bytes,
    std::string tail
) {
    const std::uint64_t total = bytes + tail.size();
    const auto shared = std::make_shared<const std::string>(std::move(block));
    body = Body(std::move(head));
    body.set_stream(
        [shared, bytes, tail = std::move(tail)] { return repeated(shared, bytes, tail); },
        total
    );
}

class Deflater {
public:
    Deflater() {
        // 15 + 16: a gzip wrapper around the largest window.
        if (deflateInit2(
                &stream_,
                Z_BEST_COMPRESSION,
                Z_DEFLATED,
                15 + 16,
                9,
                Z_DEFAULT_STRATEGY
            ) != Z_OK)
            throw std::runtime_error("deflateInit2");
    }
    Deflater(const Deflater&) = delete;
    Deflater& operator=(const Deflater&) = delete;
    ~Deflater() { deflateEnd(&stream_); }

    void add(std::string_view text, bool last) {
        // zlib's interface is not const-correct; the input is only read.
        stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
        stream_.avail_in = static_cast<uInt>(text.size());
        do {
            stream_.next_out = buffer_.data();
            stream_.avail_out = static_cast<uInt>(buffer_.size());
            deflate(&stream_, last ? Z_FINISH : Z_NO_FLUSH);
            result_.append(
                reinterpret_cast<const char*>(buffer_.data()),
                buffer_.size() - stream_.avail_out
            );
        } while (stream_.avail_out == 0);
    }
    std::string take() { return std::move(result_); }

private:
    z_stream stream_{};
    std::array<Bytef, 65'536> buffer_{};
    std::string result_;
};

} // namespace

void endless_body(Body& body, std::uint64_t bytes) {
    static constexpr std::string_view record =
        R"({"id":"00000000-0000-4000-8000-000000000000","name":"sans-fin","title":"Sans fin",)"
        R"("resources":[]},)";
    std::string block;
    while (block.size() < 65'536)
        block += record;
    stream_body(body, std::string(search_head), std::move(block), bytes, "]}}");
}

void huge_string_body(Body& body, std::uint64_t bytes) {
    stream_body(
        body,
        std::string(search_head) + R"({"id":"geant","name":"geant","title":")",
        std::string(65'536, 'a'),
        bytes,
        R"(","resources":[]}]}})"
    );
}

void deep_body(Body& body, std::uint64_t depth) {
    body = Body(
        std::string(search_head) +
        R"({"id":"profond","name":"profond","title":"Profond","extras":)" +
        std::string(depth, '[') + std::string(depth, ']') + "}]}}"
    );
}

Slice gzip_bomb(std::uint64_t bytes) {
    static std::mutex mutex;
    static std::map<std::uint64_t, std::shared_ptr<const std::string>> bombs;
    const std::lock_guard lock(mutex);
    std::shared_ptr<const std::string>& bomb = bombs[bytes];
    if (!bomb) {
        Deflater deflater;
        deflater.add(std::string(search_head) + R"({"id":"bombe","name":"bombe","title":")", false);
        const std::string block(1U << 20U, 'a');
        for (std::uint64_t done = 0; done < bytes; done += block.size())
            deflater.add(block, false);
        deflater.add(R"(","resources":[]}]}})", true);
        bomb = std::make_shared<const std::string>(deflater.take());
    }
    return Slice{*bomb, bomb};
}

std::string gzip(std::string_view text) {
    Deflater deflater;
    deflater.add(text, true);
    return deflater.take();
}

std::string to_latin1(std::string_view text) {
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        if (byte < 0x80) {
            result += text[i];
        } else if ((byte == 0xC2 || byte == 0xC3) && i + 1 < text.size()) {
            const auto next = static_cast<unsigned char>(text[++i]);
            result += static_cast<char>(((byte & 0x03U) << 6U) | (next & 0x3FU));
        } else if (byte >= 0xC0) {
            result += '?';
        }
    }
    return result;
}

} // namespace moisson::portals
