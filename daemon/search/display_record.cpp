// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Compact encoding of display records.
#include "search/display.hpp"
#include "search/display_coding.hpp"

#include <algorithm>
#include <limits>

namespace moisson::search {

namespace {

// Days from 1 January of the year 1 to that of 1970: what we store is positive.
constexpr std::int64_t days_before_1970 = 719'162;
// As many after it as there are: what an instant holds, and more than any date we keep.
constexpr std::uint64_t days_max = 36'500'000;

void put_lang_text(std::string& out, const LangText& text) {
    put_display_text(out, text.lang);
    put_display_text(out, text.text);
    out += text.machine_translated ? '\1' : '\0';
}

void put_texts(std::string& out, const LocalizedText& texts) {
    put_display_number(out, texts.size());
    for (const LangText& text : texts)
        put_lang_text(out, text);
}

void put_list(std::string& out, const std::vector<std::string>& list) {
    put_display_number(out, list.size());
    for (const std::string& item : list)
        put_display_text(out, item);
}

// What the number of an instant counts: dates of portals are days or seconds, and the eight bytes
// of microseconds do not pack.
enum class InstantUnit : std::uint8_t { day = 0, second = 1, microsecond = 2 };
constexpr std::int64_t microseconds_per_second = 1'000'000;
constexpr std::int64_t microseconds_per_day = 86'400 * microseconds_per_second;

void put_units(std::string& out, std::int64_t count, InstantUnit unit) {
    // Small numbers for both signs.
    const std::uint64_t folded =
        (static_cast<std::uint64_t>(count) << 1U) ^ static_cast<std::uint64_t>(count >> 63);
    put_display_number(out, (folded << 2U) | static_cast<std::uint64_t>(unit));
}

void put_instant(std::string& out, Instant instant) {
    const std::int64_t count = instant.time_since_epoch().count();
    if (count % microseconds_per_day == 0)
        return put_units(out, count / microseconds_per_day, InstantUnit::day);
    if (count % microseconds_per_second == 0)
        return put_units(out, count / microseconds_per_second, InstantUnit::second);
    put_units(out, 0, InstantUnit::microsecond);
    for (int shift = 0; shift < 64; shift += 8)
        out += static_cast<char>((static_cast<std::uint64_t>(count) >> shift) & 0xFF);
}

void put_date(std::string& out, const std::optional<PartialDate>& date) {
    out += date ? static_cast<char>(1 + static_cast<int>(date->precision)) : '\0';
    if (date)
        put_instant(out, date->instant);
}

// Dates of freshness are whole days.
void put_day(std::string& out, const std::optional<Instant>& date) {
    // 0 is none.
    const std::int64_t days =
        date ? std::chrono::floor<std::chrono::days>(*date).time_since_epoch().count() +
                   days_before_1970
             : 0;
    put_display_number(out, static_cast<std::uint64_t>(std::max<std::int64_t>(days, 0)));
}

void put_freshness(std::string& out, const FreshnessDates& dates) {
    out += static_cast<char>(dates.basis);
    out += static_cast<char>(dates.evidence);
    put_day(out, dates.counted_from);
    put_day(out, dates.expected_at);
    put_day(out, dates.late_at);
    put_day(out, dates.very_late_at);
}

class RecordSource : public DisplaySource {
public:
    using DisplaySource::DisplaySource;

    std::string text() { return std::string(view()); }
    LangText lang_text() {
        LangText out;
        out.lang = text();
        out.text = text();
        out.machine_translated = byte() != 0;
        return out;
    }
    LocalizedText texts() {
        LocalizedText out;
        for (std::uint64_t left = number(); left > 0; --left)
            out.push_back(lang_text());
        return out;
    }
    std::vector<std::string> list() {
        std::vector<std::string> out;
        for (std::uint64_t left = number(); left > 0; --left)
            out.push_back(text());
        return out;
    }
    Instant instant() {
        const std::uint64_t packed = number();
        const std::uint64_t folded = packed >> 2U;
        const auto count = static_cast<std::int64_t>((folded >> 1U) ^ (0 - (folded & 1U)));
        switch (static_cast<InstantUnit>(packed & 3U)) {
        case InstantUnit::day:
            return in_microseconds(count, microseconds_per_day);
        case InstantUnit::second:
            return in_microseconds(count, microseconds_per_second);
        case InstantUnit::microsecond:
            break;
        default:
            throw ErrorException(Error(Code::table_damaged, "display record"));
        }
        std::uint64_t raw = 0;
        for (int shift = 0; shift < 64; shift += 8)
            raw |= static_cast<std::uint64_t>(byte()) << shift;
        return Instant(Instant::duration(static_cast<std::int64_t>(raw)));
    }
    std::optional<PartialDate> date() {
        const std::uint8_t precision = byte();
        if (precision == 0)
            return std::nullopt;
        PartialDate out;
        out.precision = static_cast<DatePrecision>(precision - 1);
        out.instant = instant();
        return out;
    }
    std::optional<Instant> day() {
        const std::uint64_t days = number();
        if (days == 0)
            return std::nullopt;
        if (days > days_max)
            throw ErrorException(Error(Code::table_damaged, "display record"));
        return Instant(std::chrono::days(static_cast<std::int64_t>(days) - days_before_1970));
    }
    FreshnessDates freshness() {
        FreshnessDates out;
        out.basis = static_cast<FreshnessBasis>(byte());
        out.evidence = static_cast<UpdateEvidence>(byte());
        out.counted_from = day();
        out.expected_at = day();
        out.late_at = day();
        out.very_late_at = day();
        return out;
    }

private:
    static Instant in_microseconds(std::int64_t count, std::int64_t unit) {
        const std::int64_t most = std::numeric_limits<std::int64_t>::max() / unit;
        if (count > most || count < -most)
            throw ErrorException(Error(Code::table_damaged, "display record"));
        return Instant(Instant::duration(count * unit));
    }
};

} // namespace

std::string encode(const DisplayRecord& record) {
    std::string out;
    put_display_text(out, record.slug);
    put_display_text(out, record.portal_key);
    out += static_cast<char>(record.state);
    put_texts(out, record.title);
    put_lang_text(out, record.excerpt);
    put_texts(out, record.publisher);
    put_display_text(out, record.publisher_slug);
    put_list(out, record.countries);
    put_list(out, record.themes);
    put_list(out, record.formats);
    put_list(out, record.keywords);
    put_display_text(out, record.licence);
    put_display_text(out, record.licence_title);
    out += record.openness;
    put_display_text(out, record.access);
    put_display_text(out, record.landing_page);
    put_date(out, record.modified);
    put_date(out, record.issued);
    out += record.first_seen ? '\1' : '\0';
    if (record.first_seen)
        put_instant(out, *record.first_seen);
    put_display_number(out, static_cast<std::uint64_t>(record.distributions));
    put_display_number(out, static_cast<std::uint64_t>(record.popularity));
    put_freshness(out, record.freshness);
    return out;
}

std::string_view slug_of(std::string_view bytes) {
    return DisplaySource(bytes).view();
}

DisplayRecord decode_display(std::string_view bytes) {
    RecordSource in(bytes);
    DisplayRecord out;
    out.slug = in.text();
    out.portal_key = in.text();
    out.state = static_cast<RecordState>(in.byte());
    out.title = in.texts();
    out.excerpt = in.lang_text();
    out.publisher = in.texts();
    out.publisher_slug = in.text();
    out.countries = in.list();
    out.themes = in.list();
    out.formats = in.list();
    out.keywords = in.list();
    out.licence = in.text();
    out.licence_title = in.text();
    out.openness = static_cast<char>(in.byte());
    out.access = in.text();
    out.landing_page = in.text();
    out.modified = in.date();
    out.issued = in.date();
    if (in.byte() != 0)
        out.first_seen = in.instant();
    out.distributions = static_cast<std::int64_t>(in.number());
    out.popularity = static_cast<std::int64_t>(in.number());
    out.freshness = in.freshness();
    return out;
}

} // namespace moisson::search
