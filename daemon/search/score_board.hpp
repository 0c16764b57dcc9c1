// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// ScoreBoard: the best score of each document while the lists of several terms are read. Kept by a
// thread from one query to the next, all zero between them: what a query costs follows from the
// documents that it finds, not from those that there are.
#pragma once

#include "search/matcher.hpp"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <vector>

namespace moisson::search {

class ScoreBoard {
public:
    // For documents below `size`; nothing is offered yet.
    void begin(std::size_t size) {
        // Whoever was here last did not take what was offered: it threw.
        if (used_) {
            std::fill(scores_.begin(), scores_.end(), 0.0F);
            std::fill(touched_.begin(), touched_.end(), 0);
        }
        if (scores_.size() < size) {
            touched_.resize((size + 63) / 64, 0);
            scores_.resize(size, 0.0F);
        }
        used_ = true;
        words_ = (size + 63) / 64;
    }
    void offer(std::uint32_t document, float score) {
        float& best = scores_.data()[document];
        best = std::max(best, score);
        touched_.data()[document >> 6] |= std::uint64_t{1} << (document & 63);
    }
    // What was offered, by document.
    Candidates take() {
        std::size_t count = 0;
        for (std::size_t word = 0; word < words_; ++word)
            count += static_cast<std::size_t>(std::popcount(touched_.data()[word]));
        Candidates out;
        out.reserve(count);
        for (std::size_t word = 0; word < words_; ++word) {
            for (std::uint64_t bits = touched_.data()[word]; bits != 0; bits &= bits - 1) {
                const auto document = static_cast<std::uint32_t>(
                    word * 64 + static_cast<std::size_t>(std::countr_zero(bits))
                );
                out.push_back(Candidate{document, scores_.data()[document]});
                scores_.data()[document] = 0;
            }
            touched_.data()[word] = 0;
        }
        used_ = false;
        return out;
    }

private:
    std::vector<float> scores_;
    // A bit per document that was offered.
    std::vector<std::uint64_t> touched_;
    std::size_t words_ = 0;
    bool used_ = false;
};

} // namespace moisson::search
