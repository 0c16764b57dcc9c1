// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Body: the bytes of a body that has come whole, in memory or in a file without a name. Readers see
// one text either way; what they are done with leaves memory and stays in the file.
#pragma once

#include "core/digest.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace moisson::net {

class Body {
public:
    // A file seen as memory; made by Spool.
    class Mapping;

    Body() = default;
    // Implicit: most bodies are small and come as text.
    Body(std::string text) : text_(std::move(text)) {}
    explicit Body(std::shared_ptr<const Mapping> file) : file_(std::move(file)) {}

    std::string_view view() const;
    std::size_t size() const { return view().size(); }
    bool empty() const { return size() == 0; }
    bool is_in_file() const { return file_ != nullptr; }
    // The memory behind `part` of view() is free for others; it is read from the file again when
    // it is looked at again. Thread-safe; nothing happens to a body in memory.
    void forget(std::string_view part) const;
    // The text of a body in memory, moved out; a copy of one in a file.
    std::string take();

private:
    std::string text_;
    std::shared_ptr<const Mapping> file_;
};

// SHA-256 of a body that came whole, and its length.
struct BodyDigest {
    Digest sum{};
    std::uint64_t bytes = 0;
};

// Pages of `size` bytes of the open file `descriptor`, read-only, whose name is gone. Null when the
// system refuses. `kept` lives as long.
std::shared_ptr<const Body::Mapping>
map_file(int descriptor, std::size_t size, std::shared_ptr<const void> kept);

inline constexpr std::size_t body_piece_bytes = 64 * 1024;

// Calls `use(piece)` with the pieces of the body in order until it returns false; each is forgotten
// behind it, so that memory holds one.
template <class Use>
void in_pieces(const Body& body, Use use) {
    const std::string_view text = body.view();
    for (std::size_t at = 0; at < text.size(); at += body_piece_bytes) {
        const std::string_view piece = text.substr(at, body_piece_bytes);
        const bool more = use(piece);
        body.forget(piece);
        if (!more)
            return;
    }
}

// Forgets what lies behind a reader that goes forward through a body.
class Trail {
public:
    // `body` outlives this object.
    explicit Trail(const Body& body, std::size_t begin = 0) : body_(body), begin_(begin) {}

    void reach(std::size_t offset) {
        if (offset < begin_ + body_piece_bytes)
            return;
        body_.forget(body_.view().substr(begin_, offset - begin_));
        begin_ = offset;
    }

private:
    const Body& body_;
    std::size_t begin_;
};

} // namespace moisson::net
