// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Births, edits, renames, deaths and absences of the records of one portal.
#include "simulation/life.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <functional>
#include <span>
#include <string_view>

namespace moisson::simulation {
namespace {

using portals::Draw;
using std::chrono::days;
using std::chrono::hours;
using std::chrono::microseconds;
using std::chrono::minutes;

constexpr microseconds a_day = days(1);

microseconds below(Draw& draw, microseconds limit) {
    return microseconds(
        static_cast<std::int64_t>(draw.below(static_cast<std::uint64_t>(limit.count())))
    );
}

std::string id_of(std::uint64_t seed, const std::string& portal, int number, int generation) {
    Draw draw(
        seed,
        static_cast<std::uint64_t>(number) * 64 + static_cast<std::uint64_t>(generation),
        portal
    );
    const std::uint64_t high = draw.next();
    const std::uint64_t low = draw.next();
    return fmt::format(
        "{:08x}-{:04x}-4{:03x}-{:04x}-{:012x}",
        high >> 32U,
        (high >> 16U) & 0xFFFFU,
        high & 0xFFFU,
        0x8000U | ((low >> 48U) & 0x3FFFU),
        low & 0xFFFFFFFFFFFFULL
    );
}

// The portal while its life is written down.
class Writer {
public:
    Writer(const WorldOptions& options, PortalLife& life, Draw draw)
        : options_(options), life_(life), draw_(draw) {}

    void write();

private:
    void day(Instant morning);
    void birth(Instant at, microseconds age);
    void edit(Instant at);
    void rename(Instant at);
    void die(Thing& thing, Instant at);
    void vanish(Instant at, double share);
    void hide(Instant at, double share, microseconds length);
    std::vector<std::size_t> alive(Instant at) const;
    Thing* any(Instant at);

    const WorldOptions& options_;
    PortalLife& life_;
    Draw draw_;
    int numbers_ = 0;
    bool has_vanished_ = false;
};

std::vector<std::size_t> Writer::alive(Instant at) const {
    std::vector<std::size_t> found;
    for (std::size_t i = 0; i < life_.things.size(); ++i) {
        const Thing& thing = life_.things[i];
        // What is away for a while is left alone.
        const Span& last = thing.shown.back();
        if (last.contains(at) && last.to == forever && thing.versions.back().at <= at)
            found.push_back(i);
    }
    return found;
}

Thing* Writer::any(Instant at) {
    const std::vector<std::size_t> living = alive(at);
    return living.empty() ? nullptr : &life_.things[living[draw_.below(living.size())]];
}

void Writer::birth(Instant at, microseconds age) {
    Thing thing;
    thing.number = ++numbers_;
    thing.id = id_of(options_.seed, life_.key, thing.number, 1);
    thing.created = at - age;
    thing.versions.push_back({at - below(draw_, age + microseconds(1)), 1});
    thing.shown.push_back({at, forever});
    life_.things.push_back(std::move(thing));
}

void Writer::edit(Instant at) {
    if (Thing* thing = any(at); thing != nullptr)
        thing->versions.push_back({at, thing->versions.back().number + 1});
}

void Writer::rename(Instant at) {
    Thing* old = any(at);
    if (old == nullptr)
        return;
    Thing next = *old;
    old->shown.back().to = at;
    ++next.generation;
    next.id = id_of(options_.seed, life_.key, next.number, next.generation);
    next.shown = {{at, forever}};
    next.versions = {{at, next.versions.back().number + 1}};
    life_.things.push_back(std::move(next));
}

void Writer::die(Thing& thing, Instant at) {
    thing.shown.back().to = at;
    // Some portals say so.
    if (life_.kind == "ckan" && draw_.chance(0.3))
        thing.deleted = at;
}

void Writer::vanish(Instant at, double share) {
    for (const std::size_t i : alive(at))
        if (draw_.chance(share))
            life_.things[i].shown.back().to = at;
}

void Writer::hide(Instant at, double share, microseconds length) {
    const Instant back = std::min(at + length, end_of(options_));
    for (const std::size_t i : alive(at)) {
        if (!draw_.chance(share))
            continue;
        life_.things[i].shown.back().to = at;
        life_.things[i].shown.push_back({back, forever});
    }
}

void Writer::day(Instant morning) {
    std::vector<std::pair<Instant, std::function<void(Instant)>>> plan;
    const auto add = [&](std::function<void(Instant)> what) {
        plan.emplace_back(morning + below(draw_, a_day), std::move(what));
    };
    if (draw_.chance(0.4))
        for (std::uint64_t i = 0, n = 1 + draw_.below(3); i < n; ++i)
            add([this](Instant at) { birth(at, microseconds(0)); });
    if (draw_.chance(0.25))
        add([this](Instant at) {
            if (Thing* thing = any(at); thing != nullptr)
                die(*thing, at);
        });
    if (draw_.chance(0.5))
        for (std::uint64_t i = 0, n = 1 + draw_.below(3); i < n; ++i)
            add([this](Instant at) { edit(at); });
    if (draw_.chance(0.05))
        add([this](Instant at) { rename(at); });
    if (draw_.chance(0.04))
        add([this](Instant at) { hide(at, 0.02 + 0.15 * draw_.ratio(), below(draw_, days(4))); });
    if (draw_.chance(0.015))
        add([this](Instant at) { hide(at, 0.3 + 0.7 * draw_.ratio(), below(draw_, days(5))); });
    if (draw_.chance(0.01))
        add([this](Instant at) { hide(at, 1.0, below(draw_, days(2))); });
    if (!has_vanished_ && draw_.chance(0.008)) {
        has_vanished_ = true;
        add([this](Instant at) { vanish(at, 0.25 + 0.6 * draw_.ratio()); });
    }
    std::stable_sort(plan.begin(), plan.end(), [](const auto& a, const auto& b) {
        return a.first < b.first;
    });
    for (const auto& [at, what] : plan)
        what(at);
}

void Writer::write() {
    const double size = draw_.ratio();
    std::uint64_t count = 2 + draw_.below(9);
    if (size > 0.3)
        count = 12 + draw_.below(50);
    if (size > 0.85)
        count = 80 + draw_.below(80);
    for (std::uint64_t i = 0; i < count; ++i)
        birth(beginning, below(draw_, days(900)));
    for (int i = 0; i < options_.days; ++i)
        day(beginning + days(i));
}

std::vector<Instant> changes_of(const std::vector<Thing>& things) {
    std::vector<Instant> changes = {beginning};
    for (const Thing& thing : things) {
        for (const Version& version : thing.versions)
            changes.push_back(version.at);
        for (const Span& span : thing.shown) {
            changes.push_back(span.from);
            changes.push_back(span.to);
        }
    }
    std::sort(changes.begin(), changes.end());
    changes.erase(std::unique(changes.begin(), changes.end()), changes.end());
    return changes;
}

constexpr std::array<std::string_view, 12> kinds = {
    "ckan",
    "ckan",
    "ckan",
    "ckan",
    "udata",
    "udata",
    "datajson",
    "dcat",
    "opendatasoft",
    "datafair",
    "csw",
    "nada"};

} // namespace

bool Thing::shown_at(Instant at) const {
    return std::any_of(shown.begin(), shown.end(), [at](const Span& span) {
        return span.contains(at);
    });
}

bool Thing::shown_throughout(Instant from, Instant to) const {
    return std::any_of(shown.begin(), shown.end(), [&](const Span& span) {
        return span.covers(from, to);
    });
}

bool Thing::ever_shown(Instant from, Instant to) const {
    return std::any_of(shown.begin(), shown.end(), [&](const Span& span) {
        return span.touches(from, to);
    });
}

int Thing::version_at(Instant at) const {
    int last = 0;
    for (const Version& version : versions)
        if (version.at <= at)
            last = version.number;
    return last;
}

bool Thing::is_called(std::string_view remote_id) const {
    constexpr std::size_t twelve = 12;
    const auto bare = [](std::string text) {
        std::erase(text, '-');
        return text;
    };
    return remote_id.ends_with(fmt::format("-k{}g{}", number, generation)) ||
           bare(std::string(remote_id)).find(bare(id).substr(0, twelve)) != std::string::npos;
}

bool Thing::said(int version, Instant from, Instant to) const {
    return version_at(from) <= version && version <= version_at(to);
}

const Thing* PortalLife::find(int number, int generation) const {
    for (const Thing& thing : things)
        if (thing.number == number && thing.generation == generation)
            return &thing;
    return nullptr;
}

bool PortalLife::healthy(Instant from, Instant to) const {
    return std::none_of(weather.begin(), weather.end(), [&](const Episode& episode) {
        return episode.when.touches(from, to);
    });
}

bool PortalLife::lying(Instant from, Instant to) const {
    return std::any_of(weather.begin(), weather.end(), [&](const Episode& episode) {
        return episode.hides && episode.when.touches(from, to);
    });
}

bool PortalLife::changed(Instant from, Instant to) const {
    const auto next = std::upper_bound(changes.begin(), changes.end(), from);
    return next != changes.end() && *next <= to;
}

PortalLife draw_life(const WorldOptions& options, int number) {
    Draw draw(options.seed, static_cast<std::uint64_t>(number), "portal");
    PortalLife life;
    life.key = fmt::format("portail{:02}", number);
    life.kind = draw.one_of(std::span<const std::string_view>(kinds));
    // Every other portal shares its domain, and so its budget, with the one before it.
    const int domain = number - number % 2;
    life.host = fmt::format("{}.monde{:02}.example", life.key, domain);
    // Small pages make long runs: enough of them to be cut in the middle.
    constexpr std::array<std::uint64_t, 2> small = {5, 10};
    constexpr std::array<std::uint64_t, 2> usual = {25, 50};
    const bool is_long = draw.chance(0.25);
    life.page_size = draw.one_of(std::span<const std::uint64_t>(is_long ? small : usual));
    constexpr std::array<int, 4> hours_between = {12, 24, 24, 48};
    life.interval = hours(draw.one_of(std::span<const int>(hours_between)));
    if (draw.chance(0.3))
        life.probe_every = hours(12);
    life.weather =
        draw_weather(Draw(options.seed, static_cast<std::uint64_t>(number), "weather"), options);
    Writer(options, life, Draw(options.seed, static_cast<std::uint64_t>(number), "records"))
        .write();
    life.changes = changes_of(life.things);
    return life;
}

std::string title_mark(const Thing& thing, int version) {
    return fmt::format("K{}g{}v{}", thing.number, thing.generation, version);
}

std::optional<TitleMark> read_title_mark(const std::string& title) {
    const std::size_t begin = title.rfind('K');
    if (begin == std::string::npos)
        return std::nullopt;
    TitleMark mark;
    const char* at = title.data() + begin + 1;
    const char* const end = title.data() + title.size();
    std::array<int*, 3> parts = {&mark.number, &mark.generation, &mark.version};
    constexpr std::string_view separators = "gv";
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const auto [next, error] = std::from_chars(at, end, *parts[i]);
        if (error != std::errc())
            return std::nullopt;
        at = next;
        if (i == 2)
            break;
        if (at == end || *at != separators[i])
            return std::nullopt;
        ++at;
    }
    return mark;
}

} // namespace moisson::simulation
