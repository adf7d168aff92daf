//! Places that break a rule for a reason.

use crate::{Fault, Source};

struct Allowed {
    rule: &'static str,
    /// A file, or a folder with `/` at its end.
    path: &'static str,
    /// A part of what the fault says; empty for every fault of the rule in the file.
    says: &'static str,
    reason: &'static str,
}

const ALLOWED: &[Allowed] = &[
    Allowed {
        rule: "floats",
        path: "crates/oast-exchange/src/spreadsheet.rs",
        says: "f64",
        reason: "a cell of a workbook is floating point; what it shows was rounded in pence",
    },
    Allowed {
        rule: "floats",
        path: "crates/oast-generate/src/sampling/quantile.rs",
        says: "f64",
        reason: "lengths of stay of people who do not exist; never an amount of money",
    },
    Allowed {
        rule: "floats",
        path: "crates/oast-forecast/",
        says: "f64",
        reason: "an estimate of what care will cost; nothing of it is paid, posted or owed",
    },
    Allowed {
        rule: "floats",
        path: "crates/oast-bench/",
        says: "f64",
        reason: "seconds and bytes are measured and divided; no money is",
    },
    Allowed {
        rule: "clock",
        path: "crates/oast-bench/",
        says: "Instant",
        reason: "measuring time is what it is for",
    },
    Allowed {
        rule: "clock",
        path: "crates/oast-bench/src/pay_run.rs",
        says: "std::env",
        reason: "it calls itself, so that a county is made in a process of its own",
    },
    Allowed {
        rule: "clock",
        path: "crates/oast-web/src/routes/data.rs",
        says: "env!",
        reason: "the version that the program was built as, known when it is compiled",
    },
    Allowed {
        rule: "words",
        path: "crates/oast-web/src/routes/data.rs",
        says: "licence, the noun",
        reason: "OpenAPI spells it so",
    },
    Allowed {
        rule: "file-length",
        path: "crates/oast-web/src/routes/table.rs",
        says: "a file has at most 500",
        reason: "every route stands in one table, so that who may ask for what is seen at once",
    },
    Allowed {
        rule: "function-length",
        path: "crates/oast-web/src/link.rs",
        says: "the function fmt",
        reason: "it is a line for each address, and nothing else",
    },
    Allowed {
        rule: "append-only",
        path: "crates/oast-store/src/dialect/postgres/insert.rs",
        says: "DELETE",
        reason: "a table of the session's own is emptied when what passed through it is recorded",
    },
    Allowed {
        rule: "append-only",
        path: "crates/oast-scratch/",
        says: "DROP",
        reason: "a database of a test that is over is thrown away",
    },
    Allowed {
        rule: "panics",
        path: "crates/oast-scratch/",
        says: "panic!",
        reason: "it serves tests alone, and a test without a database cannot go on",
    },
    Allowed {
        rule: "clock",
        path: "crates/oast-scratch/",
        says: "std::env",
        reason: "the run says which engine it is for",
    },
    Allowed {
        rule: "purity",
        path: "crates/oast-terms/src/source.rs",
        says: "std::fs",
        reason: "a terms folder is read here, once, before any rule runs",
    },
];

/// Takes out the faults that are allowed, and adds the allowances that nothing needs.
pub(crate) fn set_aside(tree: &[Source], faults: &[Fault]) -> Vec<Fault> {
    let allows = |allowed: &Allowed, fault: &Fault| {
        allowed.rule == fault.rule
            && fault.path.starts_with(allowed.path)
            && fault.says.contains(allowed.says)
    };
    let own = tree
        .iter()
        .find(|source| source.path == "crates/oast-tidy/src/allowed.rs");
    let needless = ALLOWED
        .iter()
        .filter(|allowed| !faults.iter().any(|fault| allows(allowed, fault)))
        .filter_map(|allowed| {
            let says = format!(
                "{} no longer breaks '{}' ({}): take it off the list",
                allowed.path, allowed.rule, allowed.reason
            );
            own.map(|own| own.fault(1, "allowed", says))
        });
    let left = faults
        .iter()
        .filter(|fault| !ALLOWED.iter().any(|allowed| allows(allowed, fault)));
    left.cloned().chain(needless).collect()
}
