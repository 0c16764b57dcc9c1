// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "core/time.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>

namespace moisson {
namespace {

// This file is arithmetic on the calendar: its types, literals and operators together.
using namespace std::chrono;

constexpr std::array<std::string_view, 7> weekdays =
    {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array<std::string_view, 12> months =
    {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

// Reads digits from the front of a text; every failure is sticky.
class Reader {
public:
    explicit Reader(std::string_view text) : rest_(text) {}

    int number(std::size_t digits) {
        int value = 0;
        if (rest_.size() < digits) {
            ok_ = false;
            return 0;
        }
        for (std::size_t i = 0; i < digits; ++i) {
            if (rest_[i] < '0' || rest_[i] > '9') {
                ok_ = false;
                return 0;
            }
            value = value * 10 + (rest_[i] - '0');
        }
        rest_.remove_prefix(digits);
        return value;
    }
    void expect(std::string_view token) {
        if (!accept(token))
            ok_ = false;
    }
    bool accept(std::string_view token) {
        if (!rest_.starts_with(token))
            return false;
        rest_.remove_prefix(token.size());
        return true;
    }
    template <std::size_t N>
    int word(const std::array<std::string_view, N>& words) {
        for (std::size_t i = 0; i < N; ++i)
            if (accept(words[i]))
                return static_cast<int>(i);
        ok_ = false;
        return 0;
    }
    void skip_until(char stop) {
        const auto at = rest_.find(stop);
        rest_.remove_prefix(at == std::string_view::npos ? rest_.size() : at);
    }
    std::string_view rest() const { return rest_; }
    bool ok() const { return ok_; }

private:
    std::string_view rest_;
    bool ok_ = true;
};

std::optional<Instant> make(int y, int m, int d, int hour, int minute, int second) {
    const year_month_day date{
        year{y},
        month{static_cast<unsigned>(m)},
        day{static_cast<unsigned>(d)}};
    // A leap second is folded into the next second.
    if (!date.ok() || y < 1 || hour > 23 || minute > 59 || second > 60)
        return std::nullopt;
    return Instant{sys_days{date}} + hours{hour} + minutes{minute} + seconds{second};
}

} // namespace

std::string to_iso8601(Instant instant) {
    const auto day_point = floor<days>(instant);
    const year_month_day date{day_point};
    const hh_mm_ss time{instant - day_point};
    std::string text = fmt::format(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}",
        static_cast<int>(date.year()),
        static_cast<unsigned>(date.month()),
        static_cast<unsigned>(date.day()),
        time.hours().count(),
        time.minutes().count(),
        time.seconds().count()
    );
    if (time.subseconds().count() != 0)
        text += fmt::format(".{:06}", time.subseconds().count());
    return text + 'Z';
}

std::optional<Instant> from_iso8601(std::string_view text) {
    Reader reader(text);
    const int y = reader.number(4);
    reader.expect("-");
    const int m = reader.number(2);
    reader.expect("-");
    const int d = reader.number(2);
    if (!reader.accept("T") && !reader.accept("t"))
        reader.expect(" ");
    const int hour = reader.number(2);
    reader.expect(":");
    const int minute = reader.number(2);
    reader.expect(":");
    const int second = reader.number(2);
    microseconds fraction{0};
    if (reader.accept(".")) {
        std::int64_t scale = 100'000;
        int digits = 0;
        while (!reader.rest().empty() && reader.rest().front() >= '0' &&
               reader.rest().front() <= '9' && digits < 9) {
            fraction += microseconds{scale * (reader.number(1))};
            scale /= 10;
            ++digits;
        }
        if (digits == 0)
            return std::nullopt;
    }
    minutes offset{0};
    if (!reader.accept("Z") && !reader.accept("z")) {
        const bool minus = reader.accept("-");
        if (!minus)
            reader.expect("+");
        const int offset_hours = reader.number(2);
        reader.accept(":");
        const int offset_minutes = reader.number(2);
        if (offset_hours > 23 || offset_minutes > 59)
            return std::nullopt;
        offset = (minus ? -1 : 1) * (hours{offset_hours} + minutes{offset_minutes});
    }
    if (!reader.ok() || !reader.rest().empty())
        return std::nullopt;
    const auto local = make(y, m, d, hour, minute, second);
    if (!local)
        return std::nullopt;
    return *local + fraction - offset;
}

std::string to_http_date(Instant instant) {
    const auto day_point = floor<days>(instant);
    const year_month_day date{day_point};
    const hh_mm_ss time{floor<seconds>(instant) - day_point};
    return fmt::format(
        "{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT",
        weekdays[weekday{day_point}.c_encoding()],
        static_cast<unsigned>(date.day()),
        months[static_cast<unsigned>(date.month()) - 1],
        static_cast<int>(date.year()),
        time.hours().count(),
        time.minutes().count(),
        time.seconds().count()
    );
}

std::optional<Instant> from_http_date(std::string_view text) {
    Reader reader(text);
    int y = 0;
    int m = 0;
    int d = 0;
    const auto comma = text.find(',');
    const bool asctime = comma == std::string_view::npos;
    if (asctime) { // Sun Nov  6 08:49:37 1994
        reader.word(weekdays);
        reader.expect(" ");
        m = reader.word(months) + 1;
        reader.expect(" ");
        d = reader.accept(" ") ? reader.number(1) : reader.number(2);
    } else {
        reader.skip_until(',');
        reader.expect(", ");
        d = reader.number(2);
        const bool rfc850 = reader.accept("-"); // Sunday, 06-Nov-94 08:49:37 GMT
        if (!rfc850)
            reader.expect(" ");
        m = reader.word(months) + 1;
        reader.expect(rfc850 ? "-" : " ");
        y = reader.number(rfc850 ? 2 : 4);
        if (rfc850)
            y += y < 70 ? 2000 : 1900;
    }
    reader.expect(" ");
    const int hour = reader.number(2);
    reader.expect(":");
    const int minute = reader.number(2);
    reader.expect(":");
    const int second = reader.number(2);
    reader.expect(" ");
    if (asctime)
        y = reader.number(4);
    else
        reader.expect("GMT");
    if (!reader.ok() || !reader.rest().empty())
        return std::nullopt;
    return make(y, m, d, hour, minute, second);
}

} // namespace moisson
