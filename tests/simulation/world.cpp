// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "simulation/world.hpp"

#include "portals/protocols.hpp"
#include "settings/catalogue.hpp"
#include "settings/vocabularies.hpp"
#include "simulation/crew.hpp"
#include "simulation/mutants.hpp"
#include "simulation/office.hpp"
#include "simulation/oracle.hpp"
#include "simulation/records.hpp"
#include "simulation/simulated_time.hpp"
#include "support/manual_clock.hpp"
#include "support/simulated_source.hpp"

#include <fmt/format.h>

#include <chrono>
#include <functional>
#include <map>
#include <set>
#include <stdexcept>
#include <string>

namespace moisson::simulation {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::microseconds;
using std::chrono::minutes;
using std::chrono::seconds;

// Further ones say the same.
constexpr std::size_t complaints_max = 10;
// Settings that let a source fall back, die and wake within a month.
constexpr hours backoff_max{48};
constexpr hours dead_after{4 * 24};
constexpr hours dead_probe_every{24};

std::shared_ptr<const normalise::Vocabularies> vocabularies() {
    static const settings::LoadedVocabularies loaded =
        settings::load_vocabularies(MOISSON_SOURCE_DIR "/config/vocabularies");
    if (!loaded.ok())
        throw std::runtime_error(to_string(loaded.problems));
    return loaded.vocabularies;
}

Portal portal_of(const PortalLife& life) {
    Portal portal;
    portal.key = life.key;
    portal.title = "Portail " + life.key;
    portal.url = "http://" + life.host;
    portal.countries = {"BF"};
    portal.languages = {"fr"};
    Source source = testing::simulated_source(life.kind);
    source.url.replace(0, testing::portal_address.size(), portal.url);
    source.key = life.key;
    source.portal_key = life.key;
    source.rate = life.rate;
    source.interval = life.interval;
    source.probe_every = life.probe_every;
    source.request.retries = 2;
    portal.sources.push_back(std::move(source));
    return portal;
}

std::shared_ptr<portals::Portal> simulated(const PortalLife& life, std::uint64_t seed) {
    portals::ProtocolSettings settings;
    settings.title = life.key;
    settings.rows_max = life.page_size;
    portals::PortalOptions options;
    options.key = life.key;
    options.seed = seed;
    options.script = script_of(life.weather);
    auto portal = std::make_shared<portals::Portal>(
        std::move(options),
        portals::invented_protocol(life.kind, settings, catalogue_of(life))
    );
    portal->set_url("http://" + life.host);
    return portal;
}

class World {
public:
    explicit World(const WorldOptions& options);

    WorldReport live();

private:
    void complain(Complaint complaint);
    // A planted world is over as soon as its fault is noticed, and not before.
    bool has_failed() const {
        return options_.mutant == Mutant::none ? report_.complaints.size() >= complaints_max
                                               : is_noticed_;
    }
    Instant now() const { return clock_.now(); }
    void at(Instant when, std::function<void()> what) { agenda_.emplace(when, std::move(what)); }

    void settle();
    void advance_until(Instant end);
    void plan_dooms();
    void come_back();
    void hire();
    void check_day(int day);
    void compare_follower();
    void operate(bool decides_all);
    bool is_gone(const RunFacts& run);
    void harvest_everything();
    void settle_everything();
    void end();

    WorldOptions options_;
    WorldReport report_;
    portals::Draw draw_;
    testing::ManualClock clock_{beginning};
    SimulatedDatabase database_;
    Lives lives_;
    Sites sites_;
    Traffic traffic_;
    Ledger ledger_;
    Oracle oracle_;
    Office office_;
    kit::Registry connectors_ = settings::make_registry();
    kit::Registry mutants_;
    WorkerParts parts_;
    Crew crew_;
    std::multimap<Instant, std::function<void()>> agenda_;
    bool is_noticed_ = false;
};

World::World(const WorldOptions& options)
    : options_(options), draw_(options.seed, 0, "world"),
      traffic_([this](Complaint complaint) { complain(std::move(complaint)); }),
      ledger_(database_.conninfo()),
      oracle_(lives_, ledger_, [this](Complaint complaint) { complain(std::move(complaint)); }),
      office_(database_.conninfo(), clock_), crew_(parts_, options.seed) {
    for (int i = 0; i < options.portals; ++i) {
        PortalLife drawn = draw_life(options, i);
        const PortalLife& life = lives_.emplace(drawn.key, std::move(drawn)).first->second;
        report_.records += static_cast<std::int64_t>(life.things.size());
        sites_.emplace(
            life.host,
            Site{&life, simulated(life, options.seed + static_cast<std::uint64_t>(i))}
        );
        parts_.portals.push_back(portal_of(life));
    }
    parts_.conninfo = database_.conninfo();
    parts_.truth = &clock_;
    parts_.sites = &sites_;
    parts_.traffic = &traffic_;
    parts_.registry = &connectors_;
    parts_.vocabularies = vocabularies();
    parts_.verbose = options.verbose;
    parts_.engine.runs_max = 1 + static_cast<int>(draw_.below(2));
    parts_.engine.plan_every = minutes(90 + draw_.below(60));
    // A heart beats eight times in a lease.
    parts_.engine.lease = minutes(10);
    parts_.engine.schedule.backoff_max = backoff_max;
    parts_.engine.schedule.dead_failures = 4;
    parts_.engine.schedule.dead_after = dead_after;
    parts_.engine.schedule.dead_probe_every = dead_probe_every;
    plant(options.mutant, parts_, mutants_, ledger_);
}

void World::complain(Complaint complaint) {
    if (has_failed())
        return;
    is_noticed_ = is_expected(options_.mutant, complaint.kind);
    if (is_noticed_ || report_.complaints.size() < complaints_max)
        report_.complaints.push_back(std::move(complaint));
}

// Everything that happens at this moment.
void World::settle() {
    crew_.settle([this](const std::string& label) {
        if (label != "finish_run")
            return;
        for (const RunFacts& run : ledger_.ended_runs()) {
            ++report_.runs[run.state + "/" + run.mode];
            report_.resumed += run.grants > 1 ? 1 : 0;
            oracle_.judge(run);
        }
        if (draw_.chance(0.2))
            office_.follow();
    });
    for (int i = crew_.take_met(); i > 0; --i)
        at(now() + minutes(5 + draw_.below(180)), [this] { come_back(); });
}

void World::advance_until(Instant end) {
    settle();
    while (!has_failed()) {
        const auto steady = [this](Instant when) { return clock_.steady_now() + (when - now()); };
        const std::optional<Steady> sleeper = clock_.next_sleep();
        const Instant next = agenda_.empty() ? end : std::min(end, agenda_.begin()->first);
        if (sleeper && *sleeper <= steady(next)) {
            clock_.wake_next();
            settle();
            continue;
        }
        if (next > now())
            clock_.set_forward(next - now());
        if (agenda_.empty() || next < agenda_.begin()->first)
            return;
        const std::function<void()> what = std::move(agenda_.begin()->second);
        agenda_.erase(agenda_.begin());
        what();
        settle();
    }
}

// Two workers whose clocks differ by minutes; whoever is killed or stands still is back some time
// after it met that.
void World::hire() {
    const auto off = static_cast<std::int64_t>(draw_.below(20 * 60)) - 10 * 60;
    crew_.hire(seconds(off));
}

void World::come_back() {
    crew_.thaw();
    for (int i = crew_.take_losses(); i > 0; --i)
        hire();
}

void World::plan_dooms() {
    for (int day = 0; day < options_.days; ++day) {
        const Instant when = beginning + days(day) + minutes(draw_.below(24 * 60));
        // Four deaths a month: what is hired anew plans its statements anew.
        if (draw_.chance(0.15))
            at(when, [this] { crew_.strike(Fate::killed); });
        if (draw_.chance(0.35))
            at(when + hours(3), [this] { crew_.strike(Fate::frozen); });
    }
}

void World::compare_follower() {
    office_.follow();
    if (office_.followed() != ledger_.states())
        complain({"follower", now(), "the follower of the changes believes something else"});
}

// Whether the portal really lost what the held run did not see.
bool World::is_gone(const RunFacts& run) {
    const PortalLife& life = lives_.at(run.source);
    std::int64_t there = 0;
    std::int64_t gone = 0;
    for (const DatasetFacts& dataset : ledger_.datasets(run.source)) {
        const auto mark = read_title_mark(dataset.title);
        const Thing* thing = mark ? life.find(mark->number, mark->generation) : nullptr;
        if (thing == nullptr || dataset.state != "active")
            continue;
        (thing->shown_at(now()) ? there : gone) += 1;
    }
    return gone >= 3 ? 5 * gone > there : gone >= there;
}

// The operator looks at the portal and decides, sooner or later; not while it is harvested, when an
// approval may be refused.
void World::operate(bool decides_all) {
    std::set<std::string> harvested;
    for (const OpenRun& run : ledger_.open_runs())
        if (run.state == "running")
            harvested.insert(run.source);
    for (const RunFacts& run : ledger_.undecided()) {
        if (harvested.contains(run.source) || (!decides_all && !draw_.chance(0.4)))
            continue;
        // A decision settles other runs that saw the same.
        if (!ledger_.run(run.id)->decision.empty())
            continue;
        office_.decide(RunId(run.id), is_gone(run) ? HeldVerdict::approved : HeldVerdict::refused);
    }
}

void World::check_day(int day) {
    oracle_.judge_day(now());
    operate(false);
    compare_follower();
    if (day + 1 < options_.days)
        at(now() + days(1), [this, day] { check_day(day + 1); });
}

void World::harvest_everything() {
    for (const auto& [key, life] : lives_)
        office_.ask_for_run(key);
    const Instant latest = now() + days(2);
    while (!ledger_.open_runs().empty() && now() < latest && !has_failed())
        advance_until(now() + hours(1));
    if (!ledger_.open_runs().empty())
        complain({"stuck", now(), "runs do not end although every portal is well"});
}

// Every portal is well and changes no more. The first harvest may only end runs that had begun
// before; what is held is decided, and looked at again.
void World::settle_everything() {
    constexpr int rounds_max = 4;
    for (int round = 0; round < rounds_max && !has_failed(); ++round) {
        harvest_everything();
        if (round > 0 && ledger_.undecided().empty())
            return;
        operate(true);
    }
}

void World::end() {
    // Nobody meets a doom any more.
    agenda_.clear();
    crew_.thaw();
    if (!crew_.dismiss())
        complain({"stuck", now(), "a worker does not end"});
    hire();
    settle_everything();
    oracle_.judge_day(now());
    oracle_.judge_end(now());
    const std::string before = ledger_.digest();
    const std::int64_t changes = ledger_.last_change();
    harvest_everything();
    if (ledger_.digest() != before || ledger_.unquiet_changes(changes) > 0)
        complain({"unquiet", now(), "a harvest of unchanged portals changed something"});
    compare_follower();
    if (!crew_.dismiss())
        complain({"stuck", now(), "a worker does not end"});
}

WorldReport World::live() {
    const auto begun = std::chrono::steady_clock::now();
    try {
        hire();
        hire();
        plan_dooms();
        at(beginning + days(1), [this] { check_day(1); });
        advance_until(end_of(options_));
        if (!has_failed())
            end();
    } catch (const std::exception& failure) {
        complain({"failure", now(), failure.what()});
    }
    report_.requests = traffic_.requests();
    report_.transactions = crew_.transactions();
    report_.deaths = crew_.deaths();
    report_.killed_before = crew_.killed_before();
    report_.freezes = crew_.freezes();
    report_.seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
    return std::move(report_);
}

} // namespace

WorldReport live_through(const WorldOptions& options) {
    World world(options);
    return world.live();
}

} // namespace moisson::simulation
