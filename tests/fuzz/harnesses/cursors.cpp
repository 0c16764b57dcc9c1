// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Texts that say where a crawl or a list of results stands: stored, or sent by anybody. Promises: a
// text is refused with INVALID_ARGUMENT or read; what is read is written and read as the same.
#include "csw/requests.hpp"
#include "datafair/pages.hpp"
#include "fuzz/harness.hpp"
#include "json/position.hpp"
#include "kit/document.hpp"
#include "kit/paging.hpp"
#include "opendatasoft/position.hpp"
#include "search/collector.hpp"
#include "udata/paging.hpp"

namespace moisson::fuzz {
namespace {

template <class Read>
void check_cursor(const std::string& text, Read read) {
    const auto position = read(text);
    if (position.has_error()) {
        require(position.error().code == Code::invalid_argument, "a refusal is INVALID_ARGUMENT");
        return;
    }
    const std::string written = to_cursor(*position);
    const auto again = read(written);
    require(again.has_value() && *again == *position, "a position is written and read as the same");
}

void check_pages(const std::string& text) {
    const auto state = kit::offset_state_from_cursor(text);
    if (state.has_error())
        return;
    require(state->start >= 0 && state->rows >= 0, "positions are not negative");
    const kit::PageSizes sizes;
    kit::OffsetPage page;
    page.received = 10;
    page.count = 1'000'000;
    if (const auto next = kit::advance(*state, page, sizes))
        require(
            next->start >= state->start && next->rows >= 1 && next->rows <= sizes.max,
            "a crawl goes on within its bounds"
        );
}

} // namespace

void cursors(std::string_view input) {
    const std::string text = clean(input);
    check_cursor(text, [](const std::string& t) { return kit::offset_state_from_cursor(t); });
    check_cursor(text, [](const std::string& t) { return udata::page_state_from_cursor(t); });
    check_cursor(text, [](const std::string& t) { return opendatasoft::position_from_cursor(t); });
    check_cursor(text, [](const std::string& t) { return paths::position_of(t); });
    check_pages(text);
    if (const auto way = csw::way_from_string(text))
        require(csw::way_from_string(csw::to_string(*way)).value() == *way, "a way stays the same");
    if (const auto way = datafair::way_from_string(text))
        require(datafair::to_string(*way) == text, "a way is written as it was read");
    const kit::Validators validators = kit::validators_from_text(text);
    require(
        kit::validators_from_text(kit::to_text(validators)) == validators,
        "validators are written and read as the same"
    );
    for (const search::Sort sort :
         {search::Sort::modified, search::Sort::title, search::Sort::first_seen}) {
        const auto place = search::read_cursor(text, sort);
        if (place.has_error())
            continue;
        const auto again = search::read_cursor(search::write_cursor(sort, *place), sort);
        require(
            again.has_value() && again->id == place->id && again->title == place->title &&
                again->minutes == place->minutes,
            "a place in a list is written and read as the same"
        );
    }
}

} // namespace moisson::fuzz
