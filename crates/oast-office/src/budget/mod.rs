//! What a financial year was to cost, what it has cost, and what it will: all gross.

mod year;

pub use year::{BudgetLine, Expected, YearBudget};
