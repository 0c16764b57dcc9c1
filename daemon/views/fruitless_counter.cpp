// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "views/fruitless_counter.hpp"

#include "core/digest.hpp"
#include "text/email_mask.hpp"
#include "text/fold.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

namespace moisson::views {
namespace {

// More digits than a year has, and people are called by it.
constexpr int digits_max = 7;

bool names_somebody(const std::string& words) {
    if (text::mask_emails(words) != words)
        return true;
    int digits = 0;
    for (const char c : words)
        digits += c >= '0' && c <= '9';
    return digits > digits_max;
}

std::string single_spaced(std::string_view text) {
    std::string out;
    for (const char c : text) {
        const bool space = c == ' ' || c == '\t' || c == '\n' || c == '\r';
        if (!space)
            out += c;
        else if (!out.empty() && out.back() != ' ')
            out += ' ';
    }
    while (!out.empty() && out.back() == ' ')
        out.pop_back();
    return out;
}

// Never in the middle of a character.
void cut(std::string& text) {
    if (text.size() <= fruitless_bytes_max)
        return;
    std::size_t end = fruitless_bytes_max;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U)
        --end;
    text.resize(end);
}

std::uint64_t asker_of(const std::string& salt, std::string_view client) {
    const Digest digest = sha256(salt + std::string(client));
    std::uint64_t out = 0;
    std::memcpy(&out, digest.data(), sizeof(out));
    return out;
}

} // namespace

std::string fruitless_words(std::string_view text) {
    std::string words = single_spaced(text::fold(text));
    cut(words);
    if (words.size() < 2 || names_somebody(words))
        return {};
    return words;
}

void FruitlessCounter::begin_day(std::chrono::sys_days day) {
    if (day == day_)
        return;
    drain();
    entries_.clear();
    day_ = day;
    salt_.clear();
    for (int i = 0; i < 4; ++i) {
        const std::uint64_t part = rng_.below(UINT64_MAX);
        salt_.append(reinterpret_cast<const char*>(&part), sizeof(part));
    }
}

void FruitlessCounter::note(std::string_view text, std::string_view client, Instant now) {
    begin_day(std::chrono::floor<std::chrono::days>(now));
    std::string words = fruitless_words(text);
    if (words.empty())
        return;
    auto at = entries_.find(words);
    if (at == entries_.end()) {
        if (entries_.size() >= fruitless_words_max)
            return;
        at = entries_.emplace(std::move(words), Entry()).first;
    }
    Entry& entry = at->second;
    ++entry.searches;
    if (entry.askers.size() < fruitless_askers_max)
        entry.askers.insert(asker_of(salt_, client));
}

void FruitlessCounter::drain() {
    for (auto& [words, entry] : entries_) {
        if (entry.searches == 0)
            continue;
        store::FruitlessCount& count = ready_.emplace_back();
        count.day = day_;
        count.words = words;
        count.searches = std::exchange(entry.searches, 0);
        const auto known = static_cast<std::int64_t>(entry.askers.size());
        count.askers = known - std::exchange(entry.told, known);
    }
}

std::vector<store::FruitlessCount> FruitlessCounter::take(Instant now) {
    begin_day(std::chrono::floor<std::chrono::days>(now));
    drain();
    return std::exchange(ready_, {});
}

void FruitlessCounter::put_back(const std::vector<store::FruitlessCount>& counts) {
    for (const store::FruitlessCount& count : counts)
        if (ready_.size() < fruitless_words_max)
            ready_.push_back(count);
}

} // namespace moisson::views
