// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "notify/mailer.hpp"

#include "async/backoff.hpp"
#include "async/offload.hpp"
#include "store/fail_point.hpp"
#include "store/subscription_store.hpp"

namespace moisson::notify {

using store::DeliveryOutcome;

std::chrono::seconds retry_after(int attempts) {
    Backoff backoff;
    backoff.base = limits::retry_base;
    backoff.cap = limits::retry_cap;
    const auto pause = backoff_ceiling(std::max(attempts - 1, 0), backoff);
    return std::chrono::duration_cast<std::chrono::seconds>(pause);
}

asio::awaitable<void> Mailer::run() {
    for (;;) {
        const Result<MailerReport> report = co_await pass();
        if (report.has_error())
            parts_.log->warning("mail pass failed", {{"error", report.error().detail}});
        else if (report->written + report->sent + report->deferred + report->failed > 0)
            parts_.log->info(
                "mail pass finished",
                {{"events", report->events},
                 {"written", report->written},
                 {"sent", report->sent},
                 {"deferred", report->deferred},
                 {"failed", report->failed}}
            );
        co_await sleep_for(*parts_.timers, options_.poll);
    }
}

asio::awaitable<Result<MailerReport>> Mailer::pass() {
    MailerReport report;
    Result<void> done = co_await find_key();
    if (done)
        done = co_await hand_out(report);
    if (done)
        done = co_await write(report);
    if (done && options_.sends())
        done = co_await deliver(report);
    if (done)
        done = co_await purge();
    if (!done)
        co_return done.error();
    co_return report;
}

asio::awaitable<Result<void>> Mailer::find_key() {
    if (links_)
        co_return Result<void>();
    std::string candidate = random_bytes(32);
    const Result<std::string> key =
        co_await store::signing_key(*parts_.database, std::move(candidate));
    if (!key)
        co_return key.error();
    links_.emplace(parts_.public_url, *key);
    co_return Result<void>();
}

asio::awaitable<Result<void>> Mailer::hand_out(MailerReport& report) {
    for (;;) {
        const Result<std::int64_t> read =
            co_await store::hand_out_events(*parts_.database, limits::events_per_pass);
        if (!read)
            co_return read.error();
        report.events += *read;
        if (*read < limits::events_per_pass)
            co_return Result<void>();
    }
}

asio::awaitable<Result<void>> Mailer::write(MailerReport& report) {
    std::int64_t after = 0;
    for (;;) {
        const Result<std::vector<store::Waiting>> people = co_await store::waiting_people(
            *parts_.database,
            after,
            limits::people_per_pass,
            options_.sends()
        );
        if (!people)
            co_return people.error();
        for (const store::Waiting& person : *people) {
            after = person.subscriber;
            const Result<void> told = co_await write_to(person, report);
            if (!told)
                co_return told;
        }
        if (people->size() < static_cast<std::size_t>(limits::people_per_pass))
            co_return Result<void>();
    }
}

asio::awaitable<Result<void>> Mailer::write_to(const store::Waiting& person, MailerReport& report) {
    Result<std::vector<SearchNews>> looked = co_await look(person);
    std::vector<SearchNews> news;
    if (looked)
        news = std::move(*looked);
    std::optional<Telling> telling = decide(person, options_, news);
    if (telling)
        name_frequencies(telling->proposals);
    const bool is_digest = telling && telling->kind == "digest";
    const bool searches_elsewhere = !parts_.search && is_for_who_searches(person, options_);
    // A digest without its searches would leave them for another day.
    if ((!looked || searches_elsewhere) && (!telling || is_digest))
        co_return Result<void>();
    std::vector<store::SearchedUntil> searched;
    if (!telling || is_digest)
        for (const SearchNews& one : news)
            searched.push_back({one.wish.subscription, one.wish.until});
    if (!telling) {
        if (searched.empty())
            co_return Result<void>();
        Result<void> noted =
            co_await store::note_searched(*parts_.database, person.subscriber, std::move(searched));
        co_return noted;
    }
    Composed composed = compose(*telling, person, *links_, parts_.site_name);
    store::Addressee to;
    to.subscriber = person.subscriber;
    to.last_digest = person.last_digest;
    to.last_immediate = person.last_immediate;
    const Result<bool> written = co_await store::write_message(
        *parts_.database,
        to,
        std::move(composed.mail),
        std::move(composed.alerts),
        std::move(composed.events),
        std::move(searched),
        std::move(composed.proposals)
    );
    if (!written)
        co_return written.error();
    report.written += *written ? 1 : 0;
    co_return Result<void>();
}

void Mailer::name_frequencies(std::vector<store::ProposalNotice>& proposals) const {
    if (!parts_.frequency_name)
        return;
    for (store::ProposalNotice& one : proposals)
        for (std::string* const code : {&one.current, &one.proposed})
            if (std::string name = parts_.frequency_name(*code); !name.empty())
                *code = std::move(name);
}

// STORE_UNAVAILABLE as a whole; a search that is not understood any more has no news.
asio::awaitable<Result<std::vector<SearchNews>>> Mailer::look(const store::Waiting& person) {
    std::vector<SearchNews> out;
    if (!parts_.search)
        co_return out;
    std::vector<SearchWish> wishes = due_searches(person, options_);
    for (SearchWish& wish : wishes) {
        const SearchWish asked = wish;
        Result<SearchNews> news = co_await parts_.search(std::move(wish));
        if (news) {
            out.push_back(std::move(*news));
            continue;
        }
        if (news.error().code == Code::store_unavailable)
            co_return news.error();
        parts_.log->warning(
            "search not followed",
            {{"subscription", asked.subscription}, {"error", news.error().detail}}
        );
        SearchNews none;
        none.wish = asked;
        out.push_back(std::move(none));
    }
    co_return out;
}

asio::awaitable<Result<void>> Mailer::deliver(MailerReport& report) {
    for (;;) {
        Result<std::vector<store::StoredMessage>> due = co_await store::claim_messages(
            *parts_.database,
            limits::messages_per_pass,
            limits::message_hold,
            options_.per_day
        );
        if (!due)
            co_return due.error();
        for (store::StoredMessage& message : *due) {
            const Result<void> done = co_await send_one(std::move(message), report);
            if (!done)
                co_return done;
        }
        if (due->size() < static_cast<std::size_t>(limits::messages_per_pass))
            co_return Result<void>();
    }
}

asio::awaitable<Result<void>> Mailer::send_one(store::StoredMessage message, MailerReport& report) {
    Outgoing mail = outgoing(message, options_, *links_, parts_.site_name, parts_.timers->now());
    auto job = [send = parts_.send, smtp = options_.smtp, mail = std::move(mail)] {
        return send ? send(mail) : send_mail(smtp, mail);
    };
    SmtpReply reply = co_await offload(parts_.mail, std::move(job));
    // A crash from here to the commit below sends the same Message-ID once more.
    if (reply.outcome == DeliveryOutcome::sent)
        store::fail_point("after_smtp_accept");
    if (reply.outcome == DeliveryOutcome::deferred && message.attempts >= limits::attempts_max)
        reply.outcome = DeliveryOutcome::failed;
    const std::string_view word = reply.outcome == DeliveryOutcome::sent       ? "sent"
                                  : reply.outcome == DeliveryOutcome::deferred ? "deferred"
                                                                               : "failed";
    (reply.outcome == DeliveryOutcome::sent       ? report.sent
     : reply.outcome == DeliveryOutcome::deferred ? report.deferred
                                                  : report.failed) += 1;
    if (parts_.on_delivery)
        parts_.on_delivery(word);
    if (reply.outcome != DeliveryOutcome::sent)
        parts_.log->warning(
            "mail not delivered",
            {{"message", message.id}, {"outcome", word}, {"reply", reply.text}}
        );
    Result<void> recorded = co_await store::record_delivery(
        *parts_.database,
        message.id,
        reply.outcome,
        reply.text,
        retry_after(message.attempts),
        reply.bounce
    );
    co_return recorded;
}

asio::awaitable<Result<void>> Mailer::purge() {
    const Steady now = parts_.timers->steady_now();
    if (purge_at_ != Steady{} && now < purge_at_)
        co_return Result<void>();
    const store::OptInLimits opt_in;
    const Result<std::int64_t> gone = co_await store::purge_unconfirmed(*parts_.database, opt_in);
    if (!gone)
        co_return gone.error();
    const store::NotifyRetention retention;
    const Result<std::int64_t> old =
        co_await store::purge_old_messages(*parts_.database, retention);
    if (!old)
        co_return old.error();
    purge_at_ = now + limits::purge_every;
    co_return Result<void>();
}

} // namespace moisson::notify
