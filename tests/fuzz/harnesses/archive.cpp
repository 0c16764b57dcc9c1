// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Packed documents. Promises: what comes out is within the bound, what is not packed is left as it
// is, refusals have the codes of kit/archive.hpp.
#include "kit/archive.hpp"

#include "fuzz/harness.hpp"

namespace moisson::fuzz {

void archive(std::string_view input) {
    constexpr std::size_t bytes_max = 256 * 1024;
    const kit::Packing packing = kit::packing_of(input);
    const Result<std::string> inside = kit::unpacked(std::string(input), bytes_max);
    if (inside.has_value()) {
        require(
            inside->size() <= bytes_max || packing == kit::Packing::none,
            "what comes out is within the bound"
        );
        require(packing != kit::Packing::none || *inside == input, "plain bytes stay");
        return;
    }
    const Code code = inside.error().code;
    require(
        code == Code::too_large || code == Code::compression_bomb || code == Code::truncated ||
            code == Code::protocol_error || code == Code::bad_shape,
        "a refusal has one of the promised codes"
    );
}

} // namespace moisson::fuzz
