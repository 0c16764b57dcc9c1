// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// SetNumbers: the number of a set for each document, in one, two or four bytes: what filters and
// facets read of every candidate, so that what is read stays near the processor.
#pragma once

#include "search/snapshot_io.hpp"

#include <algorithm>
#include <cstdint>
#include <span>
#include <utility>
#include <variant>
#include <vector>

namespace moisson::search {

class SetNumbers {
public:
    SetNumbers() = default;
    explicit SetNumbers(std::span<const std::uint32_t> numbers) {
        const auto most = std::max_element(numbers.begin(), numbers.end());
        if (most == numbers.end() || *most <= 0xFF)
            numbers_ = narrowed<std::uint8_t>(numbers);
        else if (*most <= 0xFFFF)
            numbers_ = narrowed<std::uint16_t>(numbers);
        else
            numbers_ = narrowed<std::uint32_t>(numbers);
    }

    std::size_t size() const {
        return std::visit([](const auto& list) { return list.size(); }, numbers_);
    }
    std::uint32_t operator[](std::size_t document) const {
        return std::visit(
            [document](const auto& list) { return std::uint32_t{list[document]}; },
            numbers_
        );
    }
    // For loops over many documents: calls `read` with a pointer to the number of the first.
    template <class Read>
    void visit(Read read) const {
        std::visit([&read](const auto& list) { read(list.data()); }, numbers_);
    }
    bool are_below(std::size_t limit) const {
        return std::visit([limit](const auto& list) { return all_below(list, limit); }, numbers_);
    }
    std::size_t memory_bytes() const {
        return std::visit(
            [](const auto& list) { return list.capacity() * sizeof(list[0]); },
            numbers_
        );
    }
    void write(SnapshotWriter& out) const {
        out.value(static_cast<std::uint8_t>(numbers_.index()));
        std::visit([&out](const auto& list) { out.array(list); }, numbers_);
    }
    static SetNumbers read(SnapshotReader& in) {
        SetNumbers out;
        const auto width = in.value<std::uint8_t>();
        if (width == 0)
            out.numbers_ = in.array<std::uint8_t>();
        else if (width == 1)
            out.numbers_ = in.array<std::uint16_t>();
        else
            out.numbers_ = in.array<std::uint32_t>();
        return out;
    }

private:
    template <class T>
    static std::vector<T> narrowed(std::span<const std::uint32_t> numbers) {
        std::vector<T> out(numbers.size());
        std::transform(numbers.begin(), numbers.end(), out.begin(), [](std::uint32_t number) {
            return static_cast<T>(number);
        });
        return out;
    }

    std::variant<std::vector<std::uint8_t>, std::vector<std::uint16_t>, std::vector<std::uint32_t>>
        numbers_;
};

} // namespace moisson::search
