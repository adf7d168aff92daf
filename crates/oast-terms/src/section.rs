//! A section is the terms of one file. It is declared once, and the declaration is the struct that
//! rules read, the list of what the file must hold, and the reader.

use std::sync::Arc;

use crate::term::{Dated, Term, Unit};
use crate::topic::TopicFile;
use crate::value::TermValue;

/// The terms of one file.
pub(crate) trait Section: Sized {
    /// The name of its file without `.toml`.
    const TOPIC: &'static str;
    /// The terms that the file must hold, and no others.
    const KEYS: &'static [&'static str];

    /// Reads every term, or gathers what is wrong with each.
    fn read(file: &mut TopicFile<'_>) -> Option<Self>;

    /// Adds every term, as text.
    fn view(&self, views: &mut Vec<TermView>);
}

/// A term as text, whatever it counts: for lists, pages and comparisons.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TermView {
    /// Its path and name: `kent/oprn-framework-2026/payment.hospital_full_days`.
    pub name: Arc<str>,
    /// What it means, in a sentence or two.
    pub meaning: &'static str,
    /// What it counts.
    pub unit: Unit,
    /// What the terms file adds about it, if anything.
    pub note: Option<Arc<str>>,
    /// Its values as text, earliest first.
    pub values: Vec<Dated<String>>,
}

impl TermView {
    pub(crate) fn of<T: TermValue>(term: &Term<T>, meaning: &'static str) -> Self {
        let values = term.values.iter().map(|dated| Dated {
            period: dated.period,
            value: dated.value.to_string(),
            origin: dated.origin.clone(),
        });
        Self {
            name: term.name.clone(),
            meaning,
            unit: term.unit,
            note: None,
            values: values.collect(),
        }
    }
}

/// Declares the terms of a file: a struct of [`Term`]s with what each means, its reader and its
/// list of names.
macro_rules! section {
    (
        $(#[doc = $about:literal])+
        pub struct $name:ident in $topic:literal {
            $($(#[doc = $meaning:literal])+ $field:ident: $value:ty,)+
        }
    ) => {
        $(#[doc = $about])+
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub struct $name {
            $($(#[doc = $meaning])+ pub $field: $crate::term::Term<$value>,)+
        }

        impl $crate::section::Section for $name {
            const TOPIC: &'static str = $topic;
            const KEYS: &'static [&'static str] = &[$(stringify!($field)),+];

            fn read(file: &mut $crate::topic::TopicFile<'_>) -> Option<Self> {
                $(let $field = file.term::<$value>(stringify!($field));)+
                Some(Self { $($field: $field?,)+ })
            }

            fn view(&self, views: &mut Vec<$crate::section::TermView>) {
                $(views.push($crate::section::TermView::of(
                    &self.$field,
                    concat!($($meaning),+).trim_ascii(),
                ));)+
            }
        }
    };
}
pub(crate) use section;
