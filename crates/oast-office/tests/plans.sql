-- A large county: 400,000 placements and what hangs on them.
INSERT INTO audit_entry SELECT n, 'kent', to_char(timestamp '2026-01-01' + n * interval '1 minute',
    'YYYY-MM-DD"T"HH24:MI:SS".000000Z"'), 'user' || n % 50, 'import', 'PL' || n % 1000, '{}', '{}',
    n::text, n::text FROM generate_series(1, 20000) n;
INSERT INTO people (authority, seq, withdrawn, person_id)
  SELECT 'kent', n % 20000 + 1, 0, 'P' || lpad(n::text, 6, '0') FROM generate_series(1, 400000) n;
INSERT INTO homes (authority, seq, withdrawn, home_id, provider_id, name)
  SELECT 'kent', 1, 0, 'H' || lpad(n::text, 4, '0'), 'PR1', 'Home ' || n FROM generate_series(1, 600) n;
INSERT INTO placements (authority, seq, withdrawn, placement_id, person_id, home_id, category, route, stay,
    started_on)
  SELECT 'kent', n % 20000 + 1, 0, 'PL' || lpad(n::text, 6, '0'), 'P' || lpad(n::text, 6, '0'),
    'H' || lpad((n % 600 + 1)::text, 4, '0'), 'residential', 'legacy', 'long_term', '2025-06-01'
  FROM generate_series(1, 400000) n;
INSERT INTO absences (authority, seq, withdrawn, placement_id, kind, valid_from)
  SELECT 'kent', n % 20000 + 1, 0, 'PL' || lpad((n * 4)::text, 6, '0'), 'hospital', '2026-01-05'
  FROM generate_series(1, 100000) n;
INSERT INTO category_changes (authority, seq, withdrawn, placement_id, category, valid_from)
  SELECT 'kent', n % 20000 + 1, 0, 'PL' || lpad((n * 4)::text, 6, '0'), 'nursing', '2026-01-05'
  FROM generate_series(1, 100000) n;
INSERT INTO contributions (authority, seq, withdrawn, placement_id, payer, collector, weekly_pence, valid_from)
  SELECT 'kent', n % 20000 + 1, 0, 'PL' || lpad(n::text, 6, '0'), 'person', 'home', 15000, '2025-06-01'
  FROM generate_series(1, 400000) n;
INSERT INTO postings (authority, seq, withdrawn, placement_id, element, period_from, amount_pence, pay_run, side, home_id)
  SELECT 'kent', n % 20000 + 1, 0, 'PL' || lpad(n::text, 6, '0'), 'care_fee', '2026-01-05', 88000, 'PR-0001', 'home', 'H0001'
  FROM generate_series(1, 400000) n;
INSERT INTO reads SELECT 'kent', to_char(timestamp '2026-01-01' + n * interval '1 second',
    'YYYY-MM-DD"T"HH24:MI:SS".000000Z"'), 'user' || n % 50, 'P' || lpad((n % 400000)::text, 6, '0'), '/'
  FROM generate_series(1, 200000) n;
ANALYZE;
