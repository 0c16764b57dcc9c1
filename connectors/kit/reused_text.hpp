// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// ReusedText: where a thread writes one text after the other without growing a string each time.
#pragma once

#include <cstddef>
#include <string>

namespace moisson::kit {

class ReusedText {
public:
    // Room that is kept from one text to the next; what one large text took is given back.
    static constexpr std::size_t kept_max = 256 * 1024;

    // Empty, to be written to until take().
    std::string& begin() {
        text_.clear();
        return text_;
    }
    // What was written, in no more memory than it needs.
    std::string take() {
        std::string out = text_;
        if (text_.capacity() > kept_max)
            std::string().swap(text_);
        return out;
    }
    std::size_t memory_bytes() const { return text_.capacity(); }

private:
    std::string text_;
};

} // namespace moisson::kit
