CREATE TABLE audit_entry (
  seq BIGINT NOT NULL PRIMARY KEY,
  authority TEXT NOT NULL,
  recorded_at TEXT NOT NULL,
  actor TEXT NOT NULL,
  command TEXT NOT NULL,
  subject TEXT NOT NULL,
  detail TEXT NOT NULL,
  content TEXT NOT NULL,
  previous_hash TEXT NOT NULL,
  hash TEXT NOT NULL UNIQUE
);
CREATE INDEX audit_entry_recorded_at ON audit_entry (recorded_at);
CREATE TABLE outbox (
  seq BIGINT NOT NULL REFERENCES audit_entry (seq) DEFERRABLE INITIALLY DEFERRED,
  number BIGINT NOT NULL,
  authority TEXT NOT NULL,
  topic TEXT NOT NULL,
  payload TEXT NOT NULL,
  PRIMARY KEY (seq, number)
);
CREATE TABLE schema_version (version BIGINT NOT NULL PRIMARY KEY);
CREATE TABLE providers (
  authority TEXT NOT NULL,
  seq BIGINT NOT NULL REFERENCES audit_entry (seq) DEFERRABLE INITIALLY DEFERRED,
  withdrawn BIGINT NOT NULL CHECK (withdrawn IN (0, 1)),
  provider_id TEXT NOT NULL,
  name TEXT NOT NULL,
  cqc_provider_id TEXT,
  companies_house_number TEXT,
  email TEXT,
  phone TEXT,
  PRIMARY KEY (authority, provider_id, seq)
) WITHOUT ROWID;
CREATE TABLE homes (
  authority TEXT NOT NULL,
  seq BIGINT NOT NULL REFERENCES audit_entry (seq) DEFERRABLE INITIALLY DEFERRED,
  withdrawn BIGINT NOT NULL CHECK (withdrawn IN (0, 1)),
  home_id TEXT NOT NULL,
  provider_id TEXT NOT NULL,
  name TEXT NOT NULL,
  cqc_location_id TEXT,
  address TEXT,
  town TEXT,
  postcode TEXT,
  district TEXT,
  latitude TEXT,
  longitude TEXT,
  beds BIGINT,
  nursing TEXT,
  specialisms TEXT,
  cqc_overall TEXT,
  cqc_rated_on TEXT,
  PRIMARY KEY (authority, home_id, seq)
) WITHOUT ROWID;
CREATE TABLE appointments (
  authority TEXT NOT NULL,
  seq BIGINT NOT NULL REFERENCES audit_entry (seq) DEFERRABLE INITIALLY DEFERRED,
  withdrawn BIGINT NOT NULL CHECK (withdrawn IN (0, 1)),
  scheme TEXT NOT NULL,
  generation TEXT NOT NULL,
  lot TEXT NOT NULL,
  home_id TEXT NOT NULL,
  admitted_on TEXT NOT NULL,
  left_on TEXT,
  PRIMARY KEY (authority, scheme, generation, lot, home_id, seq)
) WITHOUT ROWID;
CREATE TABLE prices (
  authority TEXT NOT NULL,
  seq BIGINT NOT NULL REFERENCES audit_entry (seq) DEFERRABLE INITIALLY DEFERRED,
  withdrawn BIGINT NOT NULL CHECK (withdrawn IN (0, 1)),
  scheme TEXT NOT NULL,
  generation TEXT NOT NULL,
  home_id TEXT NOT NULL,
  category TEXT NOT NULL,
  weekly_price_pence BIGINT NOT NULL,
  base_date TEXT NOT NULL,
  PRIMARY KEY (authority, scheme, generation, home_id, category, seq)
) WITHOUT ROWID;
CREATE TABLE indicative_prices (
  authority TEXT NOT NULL,
  seq BIGINT NOT NULL REFERENCES audit_entry (seq) DEFERRABLE INITIALLY DEFERRED,
  withdrawn BIGINT NOT NULL CHECK (withdrawn IN (0, 1)),
  home_id TEXT NOT NULL,
  category TEXT NOT NULL,
  weekly_price_pence BIGINT NOT NULL,
  valid_from TEXT NOT NULL,
  valid_to TEXT,
  PRIMARY KEY (authority, home_id, category, valid_from, seq)
) WITHOUT ROWID;
CREATE TABLE people (
  authority TEXT NOT NULL,
  seq BIGINT NOT NULL REFERENCES audit_entry (seq) DEFERRABLE INITIALLY DEFERRED,
  withdrawn BIGINT NOT NULL CHECK (withdrawn IN (0, 1)),
  person_id TEXT NOT NULL,
  nhs_number TEXT,
  family_name TEXT,
  given_name TEXT,
  date_of_birth TEXT,
  sex TEXT,
  ethnicity TEXT,
  postcode TEXT,
  PRIMARY KEY (authority, person_id, seq)
) WITHOUT ROWID;
CREATE TABLE placements (
  authority TEXT NOT NULL,
  seq BIGINT NOT NULL REFERENCES audit_entry (seq) DEFERRABLE INITIALLY DEFERRED,
  withdrawn BIGINT NOT NULL CHECK (withdrawn IN (0, 1)),
  placement_id TEXT NOT NULL,
  person_id TEXT NOT NULL,
  home_id TEXT NOT NULL,
  category TEXT NOT NULL,
  route TEXT NOT NULL,
  scheme TEXT,
  generation TEXT,
  stay TEXT NOT NULL,
  started_on TEXT NOT NULL,
  agreed_weekly_pence BIGINT,
  ended_on TEXT,
  end_reason TEXT,
  room_relet_on TEXT,
  PRIMARY KEY (authority, placement_id, seq)
) WITHOUT ROWID;
CREATE TABLE category_changes (
  authority TEXT NOT NULL,
  seq BIGINT NOT NULL REFERENCES audit_entry (seq) DEFERRABLE INITIALLY DEFERRED,
  withdrawn BIGINT NOT NULL CHECK (withdrawn IN (0, 1)),
  placement_id TEXT NOT NULL,
  category TEXT NOT NULL,
  valid_from TEXT NOT NULL,
  agreed_weekly_pence BIGINT,
  PRIMARY KEY (authority, placement_id, valid_from, seq)
) WITHOUT ROWID;
CREATE TABLE assessments (
  authority TEXT NOT NULL,
  seq BIGINT NOT NULL REFERENCES audit_entry (seq) DEFERRABLE INITIALLY DEFERRED,
  withdrawn BIGINT NOT NULL CHECK (withdrawn IN (0, 1)),
  placement_id TEXT NOT NULL,
  reference TEXT NOT NULL,
  version TEXT NOT NULL,
  weekly_pence BIGINT NOT NULL,
  valid_from TEXT NOT NULL,
  file_sha256 TEXT,
  PRIMARY KEY (authority, placement_id, valid_from, reference, version, seq)
) WITHOUT ROWID;
CREATE TABLE absences (
  authority TEXT NOT NULL,
  seq BIGINT NOT NULL REFERENCES audit_entry (seq) DEFERRABLE INITIALLY DEFERRED,
  withdrawn BIGINT NOT NULL CHECK (withdrawn IN (0, 1)),
  placement_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  valid_from TEXT NOT NULL,
  valid_to TEXT,
  PRIMARY KEY (authority, placement_id, valid_from, kind, seq)
) WITHOUT ROWID;
CREATE TABLE one_to_one (
  authority TEXT NOT NULL,
  seq BIGINT NOT NULL REFERENCES audit_entry (seq) DEFERRABLE INITIALLY DEFERRED,
  withdrawn BIGINT NOT NULL CHECK (withdrawn IN (0, 1)),
  placement_id TEXT NOT NULL,
  hours_per_week TEXT NOT NULL,
  hourly_rate_pence BIGINT,
  valid_from TEXT NOT NULL,
  valid_to TEXT NOT NULL,
  reason TEXT NOT NULL,
  PRIMARY KEY (authority, placement_id, valid_from, seq)
) WITHOUT ROWID;
CREATE TABLE contributions (
  authority TEXT NOT NULL,
  seq BIGINT NOT NULL REFERENCES audit_entry (seq) DEFERRABLE INITIALLY DEFERRED,
  withdrawn BIGINT NOT NULL CHECK (withdrawn IN (0, 1)),
  placement_id TEXT NOT NULL,
  payer TEXT NOT NULL,
  collector TEXT,
  weekly_pence BIGINT,
  valid_from TEXT NOT NULL,
  valid_to TEXT,
  PRIMARY KEY (authority, placement_id, valid_from, payer, seq)
) WITHOUT ROWID;
CREATE TABLE uplifts (
  authority TEXT NOT NULL,
  seq BIGINT NOT NULL REFERENCES audit_entry (seq) DEFERRABLE INITIALLY DEFERRED,
  withdrawn BIGINT NOT NULL CHECK (withdrawn IN (0, 1)),
  scheme TEXT NOT NULL,
  applies_to TEXT NOT NULL,
  effective_on TEXT NOT NULL,
  percent TEXT NOT NULL,
  decision TEXT,
  PRIMARY KEY (authority, applies_to, scheme, effective_on, seq)
) WITHOUT ROWID;
CREATE TABLE notices (
  authority TEXT NOT NULL,
  seq BIGINT NOT NULL REFERENCES audit_entry (seq) DEFERRABLE INITIALLY DEFERRED,
  withdrawn BIGINT NOT NULL CHECK (withdrawn IN (0, 1)),
  placement_id TEXT NOT NULL,
  given_by TEXT NOT NULL,
  given_on TEXT NOT NULL,
  reason TEXT,
  PRIMARY KEY (authority, placement_id, given_on, given_by, seq)
) WITHOUT ROWID;
CREATE TABLE self_funders (
  authority TEXT NOT NULL,
  seq BIGINT NOT NULL REFERENCES audit_entry (seq) DEFERRABLE INITIALLY DEFERRED,
  withdrawn BIGINT NOT NULL CHECK (withdrawn IN (0, 1)),
  person_id TEXT NOT NULL,
  home_id TEXT NOT NULL,
  capital_pence BIGINT NOT NULL,
  weekly_income_pence BIGINT NOT NULL,
  weekly_fee_pence BIGINT NOT NULL,
  reported_on TEXT NOT NULL,
  PRIMARY KEY (authority, person_id, reported_on, seq)
) WITHOUT ROWID;
CREATE TABLE vacancies (
  authority TEXT NOT NULL,
  seq BIGINT NOT NULL REFERENCES audit_entry (seq) DEFERRABLE INITIALLY DEFERRED,
  withdrawn BIGINT NOT NULL CHECK (withdrawn IN (0, 1)),
  home_id TEXT NOT NULL,
  category TEXT NOT NULL,
  available BIGINT NOT NULL,
  as_of TEXT NOT NULL,
  PRIMARY KEY (authority, home_id, category, as_of, seq)
) WITHOUT ROWID;
CREATE TABLE one_offs (
  authority TEXT NOT NULL,
  seq BIGINT NOT NULL REFERENCES audit_entry (seq) DEFERRABLE INITIALLY DEFERRED,
  withdrawn BIGINT NOT NULL CHECK (withdrawn IN (0, 1)),
  placement_id TEXT NOT NULL,
  amount_pence BIGINT NOT NULL,
  happened_on TEXT NOT NULL,
  reason TEXT,
  PRIMARY KEY (authority, placement_id, happened_on, seq)
) WITHOUT ROWID;
CREATE TABLE blocks (
  authority TEXT NOT NULL,
  seq BIGINT NOT NULL REFERENCES audit_entry (seq) DEFERRABLE INITIALLY DEFERRED,
  withdrawn BIGINT NOT NULL CHECK (withdrawn IN (0, 1)),
  block_id TEXT NOT NULL,
  home_id TEXT NOT NULL,
  beds BIGINT NOT NULL,
  weekly_price_per_bed_pence BIGINT NOT NULL,
  valid_from TEXT NOT NULL,
  valid_to TEXT,
  PRIMARY KEY (authority, block_id, seq)
) WITHOUT ROWID;
CREATE TABLE budgets (
  authority TEXT NOT NULL,
  seq BIGINT NOT NULL REFERENCES audit_entry (seq) DEFERRABLE INITIALLY DEFERRED,
  withdrawn BIGINT NOT NULL CHECK (withdrawn IN (0, 1)),
  financial_year TEXT NOT NULL,
  category TEXT NOT NULL,
  amount_pence BIGINT NOT NULL,
  PRIMARY KEY (authority, financial_year, category, seq)
) WITHOUT ROWID;
CREATE TABLE postings (
  authority TEXT NOT NULL,
  seq BIGINT NOT NULL REFERENCES audit_entry (seq) DEFERRABLE INITIALLY DEFERRED,
  withdrawn BIGINT NOT NULL CHECK (withdrawn IN (0, 1)),
  placement_id TEXT NOT NULL,
  element TEXT NOT NULL,
  period_from TEXT NOT NULL,
  amount_pence BIGINT NOT NULL,
  pay_run TEXT NOT NULL,
  side TEXT NOT NULL,
  home_id TEXT NOT NULL,
  debit TEXT,
  credit TEXT,
  PRIMARY KEY (authority, placement_id, element, period_from, pay_run, side, home_id, seq)
) WITHOUT ROWID;
CREATE TABLE pay_runs (
  authority TEXT NOT NULL,
  seq BIGINT NOT NULL REFERENCES audit_entry (seq) DEFERRABLE INITIALLY DEFERRED,
  withdrawn BIGINT NOT NULL CHECK (withdrawn IN (0, 1)),
  pay_run TEXT NOT NULL,
  opens_on TEXT NOT NULL,
  until_on TEXT NOT NULL,
  known_seq BIGINT NOT NULL,
  proposed_by TEXT NOT NULL,
  PRIMARY KEY (authority, pay_run, seq)
) WITHOUT ROWID;
CREATE TABLE pay_run_steps (
  authority TEXT NOT NULL,
  seq BIGINT NOT NULL REFERENCES audit_entry (seq) DEFERRABLE INITIALLY DEFERRED,
  withdrawn BIGINT NOT NULL CHECK (withdrawn IN (0, 1)),
  pay_run TEXT NOT NULL,
  state TEXT NOT NULL,
  actor TEXT NOT NULL,
  reason TEXT,
  PRIMARY KEY (authority, pay_run, state, seq)
) WITHOUT ROWID;
CREATE TABLE pay_run_lines (
  authority TEXT NOT NULL,
  seq BIGINT NOT NULL REFERENCES audit_entry (seq) DEFERRABLE INITIALLY DEFERRED,
  withdrawn BIGINT NOT NULL CHECK (withdrawn IN (0, 1)),
  pay_run TEXT NOT NULL,
  placement_id TEXT NOT NULL,
  element TEXT NOT NULL,
  side TEXT NOT NULL,
  period_from TEXT NOT NULL,
  period_to TEXT NOT NULL,
  days BIGINT NOT NULL,
  amount_pence BIGINT NOT NULL,
  home_id TEXT NOT NULL,
  cause TEXT,
  PRIMARY KEY (authority, pay_run, placement_id, home_id, element, side, period_from, seq)
) WITHOUT ROWID;
CREATE TABLE holds (
  authority TEXT NOT NULL,
  seq BIGINT NOT NULL REFERENCES audit_entry (seq) DEFERRABLE INITIALLY DEFERRED,
  withdrawn BIGINT NOT NULL CHECK (withdrawn IN (0, 1)),
  placement_id TEXT NOT NULL,
  element TEXT NOT NULL,
  reason TEXT NOT NULL,
  actor TEXT NOT NULL,
  PRIMARY KEY (authority, placement_id, element, seq)
) WITHOUT ROWID;
CREATE TABLE payments (
  authority TEXT NOT NULL,
  seq BIGINT NOT NULL REFERENCES audit_entry (seq) DEFERRABLE INITIALLY DEFERRED,
  withdrawn BIGINT NOT NULL CHECK (withdrawn IN (0, 1)),
  pay_run TEXT NOT NULL,
  home_id TEXT NOT NULL,
  net_pence BIGINT NOT NULL,
  recovered_pence BIGINT NOT NULL,
  carried_pence BIGINT NOT NULL,
  paid_pence BIGINT NOT NULL,
  debt_after_pence BIGINT NOT NULL,
  debit TEXT NOT NULL,
  credit TEXT NOT NULL,
  PRIMARY KEY (authority, pay_run, home_id, seq)
) WITHOUT ROWID;
CREATE TABLE notice_overrides (
  authority TEXT NOT NULL,
  seq BIGINT NOT NULL REFERENCES audit_entry (seq) DEFERRABLE INITIALLY DEFERRED,
  withdrawn BIGINT NOT NULL CHECK (withdrawn IN (0, 1)),
  placement_id TEXT NOT NULL,
  given_on TEXT NOT NULL,
  reason TEXT NOT NULL,
  actor TEXT NOT NULL,
  PRIMARY KEY (authority, placement_id, given_on, seq)
) WITHOUT ROWID;
CREATE TABLE instalments (
  authority TEXT NOT NULL,
  seq BIGINT NOT NULL REFERENCES audit_entry (seq) DEFERRABLE INITIALLY DEFERRED,
  withdrawn BIGINT NOT NULL CHECK (withdrawn IN (0, 1)),
  home_id TEXT NOT NULL,
  per_run_pence BIGINT NOT NULL,
  actor TEXT NOT NULL,
  PRIMARY KEY (authority, home_id, seq)
) WITHOUT ROWID;
INSERT INTO schema_version (version) VALUES (1);
