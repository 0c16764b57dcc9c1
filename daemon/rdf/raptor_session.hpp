// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// RaptorSession: raptor2 for one document. A world of its own (nothing shared between threads), no
// network, no file, no external entity; blank nodes keep their label from one call to the next.
#pragma once

#include "rdf/sink.hpp"

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace moisson::rdf {

struct RaptorMessage {
    std::string text;
    std::size_t line = 0;
    bool is_error = false;
};

class RaptorSession {
public:
    // `sink` outlives this object.
    explicit RaptorSession(TripleSink& sink);
    ~RaptorSession();
    RaptorSession(const RaptorSession&) = delete;
    RaptorSession& operator=(const RaptorSession&) = delete;

    // Parses `text` whole. Its triples reach the sink only when all of it is well-formed.
    bool parse_whole(const char* parser, std::string_view text, std::string_view base);

    // The other way: triples reach the sink as they come. begin() ends what was begun before.
    bool begin(const char* parser, std::string_view base);
    bool feed(std::string_view chunk);
    bool end();
    // False once the sink asked to stop.
    bool is_wanted() const;

    // Errors and warnings since the last call of parse_whole or begin.
    const std::vector<RaptorMessage>& messages() const;
    void clear_messages();

    std::string resolve(std::string_view reference, std::string_view base);

private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace moisson::rdf
