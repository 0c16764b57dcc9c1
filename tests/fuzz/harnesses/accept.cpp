// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The Accept header of who asks for a catalogue. Promises: the answer is one of what is offered,
// the same whatever the case of the letters and the spaces around the commas; a type that nobody
// offers may stand anywhere; what is refused outright is not chosen.
#include "opendata/accept.hpp"

#include "fuzz/harness.hpp"

#include <algorithm>
#include <string>

namespace moisson::fuzz {
namespace {

std::string spaced(std::string_view text) {
    std::string out = " \t";
    for (const char c : text) {
        out += c == ',' ? " ,\t" : std::string(1, c);
    }
    return out + "  ";
}

std::string capital(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(), [](char c) {
        return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    });
    return out;
}

} // namespace

void accept(std::string_view input) {
    using opendata::Offer;
    for (const auto preferred : {opendata::Preferred::data, opendata::Preferred::page}) {
        const std::span<const Offer> offers = opendata::offers(preferred);
        const Offer* const chosen = opendata::choose(input, offers);
        require(
            chosen == nullptr ||
                (chosen >= offers.data() && chosen < offers.data() + offers.size()),
            "the answer is offered"
        );
        require(opendata::choose(spaced(input), offers) == chosen, "spaces say nothing");
        require(opendata::choose(capital(input), offers) == chosen, "capital letters say nothing");
        require(
            opendata::choose("zut/zut," + std::string(input), offers) ==
                opendata::choose(std::string(input) + ",zut/zut", offers),
            "what nobody offers may stand anywhere"
        );
        for (const Offer& offer : offers) {
            const std::string refused = std::string(offer.media_type) + ";q=0,*/*;q=0.5";
            const Offer* const other = opendata::choose(refused, offers);
            require(
                other != nullptr && other->media_type != offer.media_type,
                "refused is refused"
            );
        }
    }
}

} // namespace moisson::fuzz
