// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// ScoreBoard: the best score of each document while lists are read, without a branch per document.
// Kept by a thread from one query to the next, all zero between them: what a query costs follows
// from the documents that it finds, not from those that there are.
#pragma once

#include "search/matcher.hpp"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <vector>

namespace moisson::search {

class ScoreBoard {
public:
    // For documents below `size`; nothing is offered yet.
    void begin(std::size_t size) {
        // Whoever was here last did not take what was offered: it threw.
        if (used_)
            clear();
        const std::size_t groups = (size + group_size - 1) / group_size;
        words_ = (groups + group_word - 1) / group_word;
        if (touched_.size() < words_ * group_word) {
            scores_.resize(words_ * group_word * group_size, 0.0F);
            touched_.resize(words_ * group_word, 0);
        }
        used_ = true;
    }
    void offer(std::uint32_t document, float score) {
        float& best = scores_.data()[document];
        best = std::max(best, score);
        // Stored, not added to: neighbours do not wait for each other.
        touched_.data()[document / group_size] = 1;
    }
    // 0: not offered.
    float score(std::uint32_t document) const { return scores_.data()[document]; }

    // What was offered, by document; `most`: how many were, at most.
    Candidates take(std::size_t most) {
        // Each place is written before it is known whether it counts.
        Candidates out(most + 1);
        std::size_t count = 0;
        for_touched([&](std::size_t group) {
            const auto first = static_cast<std::uint32_t>(group * group_size);
            const float* const scores = scores_.data() + first;
            for (std::uint32_t i = 0; i < group_size; ++i) {
                out.data()[count] = Candidate{first + i, scores[i]};
                count += scores[i] > 0 ? 1 : 0;
            }
        });
        out.resize(count);
        return out;
    }
    // How many were offered.
    std::size_t count() {
        std::size_t out = 0;
        for_touched([&](std::size_t group) {
            const float* const scores = scores_.data() + group * group_size;
            for (std::size_t i = 0; i < group_size; ++i)
                out += scores[i] > 0 ? 1 : 0;
        });
        return out;
    }
    void clear() {
        for_touched([](std::size_t) {});
    }

private:
    // Scores of one cache line.
    static constexpr std::size_t group_size = 16;
    static constexpr std::size_t group_word = 8;

    // Calls `visit` with each group that was offered to, then empties it.
    template <class Visit>
    void for_touched(Visit visit) {
        for (std::size_t word = 0; word < words_; ++word) {
            std::uint8_t* const touched = touched_.data() + word * group_word;
            std::uint64_t any = 0;
            std::memcpy(&any, touched, sizeof(any));
            if (any == 0)
                continue;
            for (std::size_t i = 0; i < group_word; ++i) {
                if (touched[i] == 0)
                    continue;
                const std::size_t group = word * group_word + i;
                visit(group);
                std::fill_n(scores_.data() + group * group_size, group_size, 0.0F);
            }
            std::memset(touched, 0, group_word);
        }
        used_ = false;
    }

    std::vector<float> scores_;
    // By group: 1 when something in it was offered.
    std::vector<std::uint8_t> touched_;
    std::size_t words_ = 0;
    bool used_ = false;
};

} // namespace moisson::search
