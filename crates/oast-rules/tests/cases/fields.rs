//! A table of a case file, from which each key is taken once. What is left over is an error.

use oast_units::{Cell, Date, Invalid, Kind, Period};
use toml::{Table, Value};

/// A table that is being read.
#[derive(Debug, Clone, Default)]
pub(crate) struct Fields {
    path: String,
    table: Table,
}

impl Fields {
    pub(crate) fn new(path: impl Into<String>, table: Table) -> Self {
        Self {
            path: path.into(),
            table,
        }
    }

    /// A problem, with where it is.
    pub(crate) fn problem(&self, what: &str) -> String {
        format!("{}: {what}", self.path)
    }

    pub(crate) fn take(&mut self, key: &str) -> Option<Value> {
        self.table.remove(key)
    }

    /// The keys that are left, with their values.
    pub(crate) fn drain(&mut self) -> impl Iterator<Item = (String, Value)> {
        std::mem::take(&mut self.table).into_iter()
    }

    /// A value, when the key is there.
    pub(crate) fn optional<T: Cell>(&mut self, key: &str) -> Result<Option<T>, String> {
        let Some(value) = self.take(key) else {
            return Ok(None);
        };
        cell_text(&value, T::KIND)
            .and_then(|text| T::parse(&text))
            .map(Some)
            .map_err(|why| self.problem(&format!("{key}: {why}")))
    }

    pub(crate) fn required<T: Cell>(&mut self, key: &str) -> Result<T, String> {
        self.optional(key)?
            .ok_or_else(|| self.problem(&format!("'{key}' is missing")))
    }

    /// A text that is one of a few words.
    pub(crate) fn words(&mut self, key: &str) -> Result<Option<String>, String> {
        Ok(self
            .optional::<oast_units::Text>(key)?
            .map(|text| text.to_string()))
    }

    pub(crate) fn flag(&mut self, key: &str) -> Result<bool, String> {
        match self.take(key) {
            None => Ok(false),
            Some(Value::Boolean(flag)) => Ok(flag),
            Some(other) => Err(self.problem(&format!("{key}: {other} is neither true nor false"))),
        }
    }

    /// The days `from` to `to`, or the day `on`.
    pub(crate) fn days(&mut self) -> Result<Period, String> {
        if let Some(on) = self.optional::<Date>("on")? {
            return Ok(Period::day(on));
        }
        let (from, to) = (self.required("from")?, self.required("to")?);
        Period::new(from, to).map_err(|why| self.problem(&why.to_string()))
    }

    pub(crate) fn table(&mut self, key: &str) -> Result<Option<Self>, String> {
        match self.take(key) {
            None => Ok(None),
            Some(Value::Table(table)) => Ok(Some(Self::new(self.below(key), table))),
            Some(_) => Err(self.problem(&format!("'{key}' is not a table"))),
        }
    }

    pub(crate) fn tables(&mut self, key: &str) -> Result<Vec<Self>, String> {
        let rows = match self.take(key) {
            None => return Ok(Vec::new()),
            Some(Value::Array(rows)) => rows,
            Some(_) => return Err(self.problem(&format!("'{key}' is not a list"))),
        };
        rows.into_iter()
            .enumerate()
            .map(|(index, row)| match row {
                Value::Table(table) => {
                    let path = format!("{}[{}]", self.below(key), index + 1);
                    Ok(Self::new(path, table))
                }
                _ => Err(self.problem(&format!("'{key}' holds something that is not a table"))),
            })
            .collect()
    }

    /// Ends the reading: every key has been used.
    pub(crate) fn done(self) -> Result<(), String> {
        match self.table.keys().next() {
            Some(key) => Err(self.problem(&format!("'{key}' is not used here"))),
            None => Ok(()),
        }
    }

    fn below(&self, key: &str) -> String {
        if self.path.is_empty() {
            key.to_owned()
        } else {
            format!("{}.{key}", self.path)
        }
    }
}

/// A value as the text of a field of the data pack. Money may carry its sign and leave out its
/// pence: `"£1,080"` is `1080.00`.
pub(crate) fn cell_text(value: &Value, kind: Kind) -> Result<String, Invalid> {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Integer(number) => number.to_string(),
        Value::Datetime(date) => date.to_string(),
        Value::Boolean(true) => "yes".into(),
        Value::Boolean(false) => "no".into(),
        Value::Float(number) => {
            let why = format!("{number} is a binary fraction; write it in quotes");
            return Err(Invalid::new(why));
        }
        Value::Array(_) | Value::Table(_) => {
            return Err(Invalid::new(format!("{value} is not a single value")));
        }
    };
    Ok(match kind {
        Kind::Pence if !text.is_empty() => pounds(&text),
        _ => text,
    })
}

fn pounds(text: &str) -> String {
    let plain = text.replace(['£', ','], "").replace('−', "-");
    if plain.contains('.') {
        plain
    } else {
        format!("{plain}.00")
    }
}
