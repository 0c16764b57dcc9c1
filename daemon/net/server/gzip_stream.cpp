// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "net/server/gzip_stream.hpp"

#include <zlib.h>

#include <array>
#include <memory>
#include <new>
#include <string>
#include <utility>

namespace moisson::net {
namespace {

constexpr int gzip_part_window = 15 + 16;

class PartDeflater {
public:
    explicit PartDeflater(BodyStream stream) : plain_(std::move(stream)) {
        if (deflateInit2(
                &state_,
                Z_BEST_SPEED,
                Z_DEFLATED,
                gzip_part_window,
                8,
                Z_DEFAULT_STRATEGY
            ) != Z_OK)
            throw std::bad_alloc();
    }
    PartDeflater(const PartDeflater&) = delete;
    PartDeflater& operator=(const PartDeflater&) = delete;
    ~PartDeflater() { deflateEnd(&state_); }

    const BodyStream& plain() const { return plain_; }
    bool has_ended() const { return has_ended_; }

    // An empty part is the end of the plain body. What goes in comes out at once: a client that
    // waits for slow parts sees that they come.
    std::string add(std::string part) {
        has_ended_ = part.empty();
        state_.next_in = reinterpret_cast<Bytef*>(part.data());
        state_.avail_in = static_cast<uInt>(part.size());
        std::string out;
        std::array<unsigned char, 16 * 1024> buffer;
        do {
            state_.next_out = buffer.data();
            state_.avail_out = static_cast<uInt>(buffer.size());
            deflate(&state_, has_ended_ ? Z_FINISH : Z_SYNC_FLUSH);
            out.append(
                reinterpret_cast<const char*>(buffer.data()),
                buffer.size() - state_.avail_out
            );
        } while (state_.avail_out == 0);
        return out;
    }

private:
    BodyStream plain_;
    z_stream state_{};
    bool has_ended_ = false;
};

asio::awaitable<Result<std::string>> deflated_part(std::shared_ptr<PartDeflater> deflater) {
    std::string out;
    while (out.empty() && !deflater->has_ended()) {
        asio::awaitable<Result<std::string>> making = deflater->plain()();
        Result<std::string> part = co_await std::move(making);
        if (!part)
            co_return part.error();
        out = deflater->add(std::move(*part));
    }
    co_return out;
}

} // namespace

BodyStream gzipped(BodyStream plain) {
    auto deflater = std::make_shared<PartDeflater>(std::move(plain));
    return [deflater] { return deflated_part(deflater); };
}

} // namespace moisson::net
