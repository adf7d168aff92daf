use std::error::Error;

use bytes::BytesMut;
use oast_units::Raw;
use postgres::types::{FromSql, IsNull, ToSql, Type, to_sql_checked};

use crate::StoreError;
use crate::port::Row;

/// A value on its way to the server.
#[derive(Debug)]
pub(super) struct Given<'a>(pub(super) Raw<'a>);

impl ToSql for Given<'_> {
    fn to_sql(
        &self,
        kind: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        match (self.0, kind) {
            (Raw::Null, _) => Ok(IsNull::Yes),
            (Raw::Integer(number), &Type::INT4) => i32::try_from(number)?.to_sql(kind, out),
            (Raw::Integer(number), &Type::INT8) => number.to_sql(kind, out),
            (Raw::Text(text), &Type::TEXT | &Type::VARCHAR | &Type::NAME | &Type::UNKNOWN) => {
                text.to_sql(kind, out)
            }
            (given, _) => Err(format!("{given:?} does not go where {kind} is wanted").into()),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

/// Values as the library takes them.
pub(super) fn borrowed<'a>(given: &'a [Given<'a>]) -> Vec<&'a (dyn ToSql + Sync)> {
    given
        .iter()
        .map(|value| value as &(dyn ToSql + Sync))
        .collect()
}

/// A value from the server.
struct Taken<'a>(Raw<'a>);

impl<'a> FromSql<'a> for Taken<'a> {
    fn from_sql(kind: &Type, raw: &'a [u8]) -> Result<Self, Box<dyn Error + Sync + Send>> {
        match *kind {
            Type::INT8 => i64::from_sql(kind, raw).map(|number| Self(Raw::Integer(number))),
            Type::INT4 => i32::from_sql(kind, raw).map(|number| Self(Raw::Integer(number.into()))),
            _ => Ok(Self(Raw::Text(std::str::from_utf8(raw)?))),
        }
    }

    fn from_sql_null(_: &Type) -> Result<Self, Box<dyn Error + Sync + Send>> {
        Ok(Self(Raw::Null))
    }

    fn accepts(kind: &Type) -> bool {
        const TAKEN: [Type; 5] = [
            Type::INT8,
            Type::INT4,
            Type::TEXT,
            Type::VARCHAR,
            Type::NAME,
        ];
        TAKEN.contains(kind)
    }
}

/// A row from the server.
pub(super) struct PostgresRow(pub(super) postgres::Row);

impl Row for PostgresRow {
    fn get(&self, column: usize) -> Result<Raw<'_>, StoreError> {
        let taken: Taken<'_> = self
            .0
            .try_get(column)
            .map_err(StoreError::engine("read a column"))?;
        Ok(taken.0)
    }
}
