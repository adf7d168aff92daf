use oast_units::{Cell, Kind, Personal};

/// One column of a kind of fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Its name in the data pack.
    pub name: &'static str,
    /// How it is stored.
    pub kind: Kind,
    /// Whether it may be empty.
    pub optional: bool,
    /// Whether it tells something of a person: it is stored sealed, under a key of whoever or
    /// whatever the first column of the table's key names.
    pub personal: bool,
}

/// The shape of a kind of fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Table {
    /// Its name: `placements` for the file `placements.csv`.
    pub name: &'static str,
    /// Its columns, in the order of the file.
    pub columns: &'static [Column],
    /// The columns that tell one fact of this kind from another, in order.
    pub key: &'static [&'static str],
}

impl Table {
    /// The place of each key column among the columns.
    pub fn key_indexes(&self) -> impl Iterator<Item = usize> + '_ {
        self.key
            .iter()
            .filter_map(|key| self.columns.iter().position(|column| column.name == *key))
    }

    /// The place of the first column that is personal, if one is.
    pub const fn first_personal(&self) -> Option<usize> {
        let mut index = 0;
        while index < self.columns.len() {
            if self.columns[index].personal {
                return Some(index);
            }
            index += 1;
        }
        None
    }
}

/// Gives the cells of a record one after another, in the order of its columns.
///
/// A cell that cannot be read gives `None`, and the reader keeps why: so that every fault of a row
/// is found at once.
pub trait CellReader {
    /// The next cell.
    fn cell<T: Cell>(&mut self) -> Option<T>;

    /// The next cell, of a column that is personal.
    fn personal<T: Personal>(&mut self) -> Option<T> {
        self.cell()
    }
}

/// Takes the cells of a record one after another, in the order of its columns.
pub trait CellWriter {
    /// Takes the next cell.
    fn cell<T: Cell>(&mut self, value: &T);

    /// Takes the next cell, of a column that is personal.
    fn personal<T: Personal>(&mut self, value: &T) {
        self.cell(value);
    }
}

/// A kind of fact: a record that can be read from cells and written to them.
pub trait Fact: Clone + PartialEq + std::fmt::Debug + Send + 'static {
    /// Its shape.
    const TABLE: Table;

    /// Reads every cell, and gives the record when all of them could be read.
    fn read(reader: &mut impl CellReader) -> Option<Self>;

    /// Writes every cell.
    fn write(&self, writer: &mut impl CellWriter);

    /// Writes the cells of the key alone.
    fn write_key(&self, writer: &mut impl CellWriter);
}

/// The key of a record as one text that sorts as its columns do, part by part.
pub fn key_of<F: Fact>(fact: &F) -> String {
    struct Joined(String);
    impl CellWriter for Joined {
        fn cell<T: Cell>(&mut self, value: &T) {
            if !self.0.is_empty() {
                self.0.push('\u{1f}');
            }
            value.write(&mut self.0);
        }
    }
    let mut key = Joined(String::with_capacity(24));
    fact.write_key(&mut key);
    key.0
}

/// The key of a record as people read it: `PL000123 / 2026-04-01`.
pub fn key_in_words<F: Fact>(fact: &F) -> String {
    let key = key_of(fact);
    key.split('\u{1f}')
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" / ")
}

/// Declares a kind of fact: its file, its key and its columns. A column that tells something of a
/// person is declared `as personal`.
macro_rules! facts {
    (@is_personal) => { false };
    (@is_personal personal) => { true };
    (@read $reader:ident $type:ty) => { $reader.cell::<$type>() };
    (@read $reader:ident $type:ty, personal) => { $reader.personal::<$type>() };
    (@write $writer:ident $value:expr) => { $writer.cell($value) };
    (@write $writer:ident $value:expr, personal) => { $writer.personal($value) };
    ($(
        $(#[$doc:meta])*
        $name:ident in $table:literal by ($($key:ident),+ $(,)?) {
            $($(#[$field_doc:meta])* $field:ident: $type:ty $(as $personal:ident)?,)+
        }
    )+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub struct $name {
            $($(#[$field_doc])* pub $field: $type,)+
        }

        impl $crate::facts::Fact for $name {
            const TABLE: $crate::facts::Table = $crate::facts::Table {
                name: $table,
                columns: &[$($crate::facts::Column {
                    name: stringify!($field),
                    kind: <$type as oast_units::Cell>::KIND,
                    optional: <$type as oast_units::Cell>::OPTIONAL,
                    personal: $crate::facts::facts!(@is_personal $($personal)?),
                },)+],
                key: &[$(stringify!($key),)+],
            };

            fn read(reader: &mut impl $crate::facts::CellReader) -> Option<Self> {
                $(let $field = $crate::facts::facts!(@read reader $type $(, $personal)?);)+
                Some(Self { $($field: $field?,)+ })
            }

            fn write(&self, writer: &mut impl $crate::facts::CellWriter) {
                $($crate::facts::facts!(@write writer &self.$field $(, $personal)?);)+
            }

            fn write_key(&self, writer: &mut impl $crate::facts::CellWriter) {
                $(writer.cell(&self.$key);)+
            }
        }
    )+};
}

pub(crate) use facts;
