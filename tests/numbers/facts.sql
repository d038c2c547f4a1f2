-- The facts behind the indicators, as a data person would put them together from what was delivered: plain SQL, written
-- from the published words of the library and without a look at how it works them out. m is a month, n the next one.
create table months as
    select t::date as m, (t + interval 1 month)::date as n
    from generate_series((select min(month) from bill), (select max(month) from bill), interval 1 month) as s(t);
create table sub as
    select s.*, coalesce(o.kind, '') as offer_kind, o.bundle_tier,
        s.product_kind = 'mobile' and coalesce(o.kind, '') <> 'data_pack' as is_plan, s.product_kind = 'broadband' as is_line
    from subscription s left join offer o using (offer_code);

-- What ran at a month's end (whatever has no start ran before, as far as anybody knows), and when the newest mobile and broadband subscriptions began (renewals rewrite them).
create table held as
    select m, customer_id, bool_or(product_kind = 'mobile') as mobile, bool_or(is_line) as line, bool_or(product_kind = 'tv') as tv,
        max(case when offer_kind = 'bundle' then bundle_tier end) as tier
    from sub, months where coalesce(started_on < n, true) and (ended_on is null or ended_on >= n) group by all;
create table newest as
    select customer_id, max(started_on) filter (product_kind = 'mobile') as plan_since, max(started_on) filter (is_line) as line_since,
        max(started_on) filter (is_line and offer_kind = 'bundle' and monthly_fee_fen = 0) as bundled_since,
        max(monthly_fee_fen) filter (product_kind = 'mobile' and offer_kind = 'bundle') as bundle_fee,
        bool_and(ended_on is not null) as all_ended, max(ended_on) as last_end
    from sub group by all;

-- One row per customer and month, whoever he is; at_start and at_end say whether he was in service.
create table service as
    select c.customer_id, o.grid_code, m, n, c.segment,
        least(coalesce(c.left_on, date '9999-12-31'), case when w.all_ended then w.last_end else date '9999-12-31' end) as gone,
        c.joined_on < m and gone >= m as at_start,
        c.joined_on < n and gone >= n as at_end,
        c.joined_on <= n - interval 60 month as five_years, c.joined_on > n - interval 12 month as first_year,
        case when c.joined_on > n - interval 12 month then 'under_12' when c.joined_on > n - interval 36 month then 'from_12'
            when c.joined_on > n - interval 60 month then 'from_36' else 'from_60' end as tenure,
        coalesce(h.mobile, false) or (coalesce(w.plan_since >= n, true) and coalesce(b.mobile_fen > 0, false)) as mobile,
        coalesce(h.line, false) or (coalesce(w.line_since >= n, true) and (coalesce(b.broadband_fen > 0, false)
            or coalesce(w.bundled_since >= n and b.mobile_fen >= 0.85 * w.bundle_fee, false))) as line,
        coalesce(h.tv, false) as tv, coalesce(h.tier, 'none') as bundle
    from customer c join ownership o using (customer_id) cross join months
        left join held h using (customer_id, m) left join newest w using (customer_id)
        left join bill b on b.customer_id = c.customer_id and b.month = m;

create table bills as select b.*, m, grid_code, segment, tenure, bundle from bill b join service s on s.customer_id = b.customer_id and m = month;
create table uses as select u.*, m, grid_code, segment, tenure, bundle from usage u join service s on s.customer_id = u.customer_id and m = month;
create table moans as select q.*, m, grid_code, segment, tenure, bundle from complaint q join service s on s.customer_id = q.customer_id and m = month;
create table troubles as
    select f.*, f.month as m, f.kind as fault_kind, coalesce(p.grid_code, o.grid_code) as grid_code
    from fault f left join place p using (place_code) left join ownership o on o.customer_id = f.customer_id;
create table homes as select grid_code, m, households from place, months;
create table network as select p.*, p.month as m, grid_code from network_port p join place using (place_code);
create table outcomes as select *, month as m from contact_outcome where arm = 'treated' and dispatched;
create table areas as select *, month as m, org_code as grid_code from market_position join market_operator using (operator);

-- Contracts and lines are rewritten in place, so only those of the newest month can be told.
create table running as
    select s.*, k.m, k.n, k.grid_code, k.segment, k.tenure, k.bundle, contract_end_on - k.n as days_left
    from sub s join service k using (customer_id)
    where k.m = (select max(m) from months) and coalesce(started_on < k.n, true) and (ended_on is null or ended_on >= k.n);
create table contracts as select * from running where contract_end_on is not null and (is_plan or is_line);
create table lines as select * from running where is_line;
create table begun as
    select s.*, k.m, k.grid_code, k.segment, k.tenure, k.bundle from sub s join service k using (customer_id)
    where k.m = (select max(m) from months) and started_on >= k.m and started_on < k.n;
