-- What is known of every customer on 1 October 2026, the columns of the vocabulary of tags, from their names and units.
create macro missing(x) as x is null;
create macro today() as date '2026-10-01';
create macro ago(k) as (date '2026-10-01' - to_months(k))::date;
create macro full_months(day) as datediff('month', day, today()) - (day(day) > 1)::int;
create macro next_end(ends) as coalesce(
    list_min(list_filter(ends, lambda x: x >= today())), list_max(list_filter(ends, lambda x: x < today()))) - today();
create table holding as
    select customer_id, count(*) as subscriptions, count(*) filter (offer_kind = 'data_pack') as data_packs,
        bool_or(product_kind = 'mobile') as has_mobile, bool_or(is_line) as has_broadband, bool_or(product_kind = 'tv') as has_tv,
        bool_or(is_plan and offer_kind = 'bundle') as is_bundled, max(speed_mbps) filter (is_line) as speed_mbps,
        full_months(max(started_on) filter (is_plan)) as mobile_held_months,
        next_end(list(contract_end_on) filter (is_plan or is_line)) as contract_days_left,
        next_end(list(contract_end_on) filter (is_plan)) as mobile_contract_days_left,
        next_end(list(contract_end_on) filter (is_line)) as broadband_contract_days_left
    from sub where coalesce(started_on < today(), true) and (ended_on is null or ended_on >= today()) group by all;
create table paid as
    select customer_id, sum(billed_fen) filter (month = ago(1)) as billed_fen_last,
        avg(billed_fen) filter (month >= ago(3)) as billed_fen_average_3,
        avg(out_of_bundle_fen) filter (month >= ago(3)) as out_of_bundle_fen_average_3,
        avg(cost_fen) filter (month >= ago(3)) as cost_fen_average_3,
        billed_fen_last / avg(billed_fen) filter (month between ago(4) and ago(2)) - 1 as billed_change_ratio
    from bill group by all;
create table used as
    select customer_id, sum(data_mb) filter (month = ago(1)) as data_mb_last,
        data_mb_last / nullif(sum(allowance_mb) filter (month = ago(1)), 0) as data_usage_ratio,
        data_mb_last / nullif(avg(data_mb) filter (month between ago(4) and ago(2)), 0) - 1 as data_change_ratio,
        avg(data_mb) filter (month >= ago(3)) / nullif(avg(data_mb) filter (month between ago(6) and ago(4)), 0) - 1
            as data_trend_ratio,
        avg(voice_minutes) filter (month >= ago(3)) as voice_minutes_average_3,
        sum(voice_minutes) filter (month = ago(1)) / nullif(avg(voice_minutes) filter (month between ago(4) and ago(2)), 0) - 1
            as voice_change_ratio,
        sum(competitor_minutes) filter (month >= ago(3)) / nullif(sum(voice_minutes) filter (month >= ago(3)), 0)
            as competitor_share,
        sum(competitor_minutes) filter (month = ago(1)) / nullif(sum(voice_minutes) filter (month = ago(1)), 0)
            - sum(competitor_minutes) filter (month between ago(4) and ago(2))
            / nullif(sum(voice_minutes) filter (month between ago(4) and ago(2)), 0) as competitor_share_change
    from usage where month >= ago(6) group by all;
create table broken as
    select customer_id, count(*) as faults_3, sum(hours_to_clear) as fault_hours_3 from fault where reported_on >= ago(3) group by all;
create table moaned as select customer_id, count(*) as complaints_3 from complaint where made_on >= ago(3) group by all;
create table reached as  -- one month of contacts here, so the last one is the only one
    select customer_id, outcome as last_outcome, 1 as months_since_contact, contacts as contacts_6, competitor,
        (outcome = 'refused')::int as refusals_12, competitor_contract_end_on - today() as competitor_contract_days_left
    from contact_outcome where arm = 'treated' and contacts > 0;
create table agreed as
    select customer_id, bool_or(channel = 'visit' and granted) as consent_visit, bool_or(channel = 'call' and granted) as consent_call,
        bool_or(channel = 'message' and granted) as consent_message
    from consent group by all;
create table known as
    select c.customer_id, c.segment, c.gender, 2026 - c.birth_year as age, full_months(c.joined_on) as tenure_months,
        o.place_code, o.grid_code, p.kind as place_kind, p.is_rural,
        coalesce(h.has_mobile, false) as has_mobile, coalesce(h.has_broadband, false) as has_broadband,
        coalesce(h.has_tv, false) as has_tv, coalesce(h.is_bundled, false) as is_bundled,
        coalesce(h.subscriptions, 0) as subscriptions, coalesce(h.data_packs, 0) as data_packs, h.speed_mbps,
        h.mobile_held_months, h.contract_days_left, h.mobile_contract_days_left, h.broadband_contract_days_left,
        b.* exclude (customer_id), u.* exclude (customer_id), coalesce(f.faults_3, 0) as faults_3,
        coalesce(f.fault_hours_3, 0) as fault_hours_3, coalesce(q.complaints_3, 0) as complaints_3,
        n.max_mbps, 1 - n.ports_used / nullif(n.ports_total, 0) as port_free_ratio,
        r.last_outcome, r.months_since_contact, r.competitor, r.competitor_contract_days_left,
        coalesce(r.contacts_6, 0) as contacts_6, coalesce(r.refusals_12, 0) as refusals_12,
        coalesce(a.consent_visit, false) as consent_visit, coalesce(a.consent_call, false) as consent_call,
        coalesce(a.consent_message, false) as consent_message
    from customer c left join ownership o using (customer_id) left join place p on p.place_code = o.place_code
        left join holding h using (customer_id) left join paid b using (customer_id) left join used u using (customer_id)
        left join broken f using (customer_id) left join moaned q using (customer_id) left join reached r using (customer_id)
        left join agreed a using (customer_id)
        left join network_port n on n.place_code = o.place_code and n.month = ago(1)
    where c.joined_on < today() and (c.left_on is null or c.left_on >= today());
